import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`

/**
 * Wrapped keys of patients, columns for what is encrypted under them, and hashes to find it by. Values in clear are
 * encrypted at the next start, which knows the keys, and their old columns are then empty.
 */
export class Encryption extends Migration {
  override up(): void {
    this.keys()
    this.sealedColumns()
    this.search()
  }

  private keys(): void {
    this.addSql(`
      create table patient_key (
        patient_id uuid primary key,
        organisation_id uuid not null,
        kek_id varchar(64) not null,
        wrapped bytea not null,
        created_at timestamptz(6) not null,
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index patient_key_kek_index on patient_key (organisation_id, kek_id)`)
    this.wall('patient_key')
    this.addSql(`grant select, insert, update, delete on patient_key to sextant_service`)
    // Nothing of a patient and nothing of a key: what a start compares its key file with.
    this.addSql(`
      create table key_check (
        key_id varchar(64) primary key,
        digest varchar(64) not null
      )`)
    this.addSql(`grant select, insert, delete on key_check to sextant_service`)
  }

  private sealedColumns(): void {
    this.addSql(`
      alter table patient
        alter display_name drop not null,
        add identity bytea null,
        add record_number_hash varchar(64) null,
        add constraint patient_record_number_hash_unique unique (organisation_id, record_number_hash)`)
    this.addSql(`alter table upload add names bytea null`)
    this.addSql(`alter table sample alter name drop not null, add names bytea null`)
    this.addSql(`alter table sample_document alter evidence drop not null, add sealed bytea null`)
  }

  /**
   * A table, not an array with an index of its words: behind row-level security only operators that cannot leak what they
   * see may use an index, and equality is one, containment is not.
   */
  private search(): void {
    this.addSql(`
      create table patient_search (
        organisation_id uuid not null,
        word_hash varchar(64) not null,
        patient_id uuid not null,
        primary key (organisation_id, word_hash, patient_id),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index patient_search_patient_index on patient_search (organisation_id, patient_id)`)
    this.wall('patient_search')
    this.addSql(`grant select, insert, delete on patient_search to sextant_service`)
  }

  private wall(table: string): void {
    const condition = `organisation_id = ${ORGANISATION}`
    this.addSql(`alter table ${table} enable row level security`)
    this.addSql(`alter table ${table} force row level security`)
    this.addSql(`create policy organisation_wall on ${table} using (${condition}) with check (${condition})`)
  }
}
