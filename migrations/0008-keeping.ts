import { Migration } from '@mikro-orm/migrations'

/** As long as the audit is kept at least (S23); a deployment may keep it longer. */
const KEPT = `interval '6 years'`

/** The audit is removed when it is old enough, by whole seals, and what says so is signed. */
export class Keeping extends Migration {
  override up(): void {
    this.checkpoints()
    this.retention()
    this.indexes()
  }

  /** Where the chain begins since its beginning was removed; added to and never changed, as everything of the audit. */
  private checkpoints(): void {
    this.addSql(`
      create table audit_checkpoint (
        number bigint primary key,
        through xid8 not null,
        seal_hash varchar(64) not null,
        older_than timestamptz(6) not null,
        pruned_at timestamptz(6) not null,
        rows bigint not null,
        previous varchar(64) not null,
        hash varchar(64) not null,
        key_id varchar(64) not null,
        signature varchar(200) not null
      )`)
    this.addSql(`alter table audit_checkpoint enable row level security`)
    this.addSql(`alter table audit_checkpoint force row level security`)
    this.addSql(`create policy auditor_reads on audit_checkpoint for select to sextant_auditor using (true)`)
    this.addSql(`create policy retention_reads on audit_checkpoint for select to sextant_retention using (true)`)
    this.addSql(`create policy retention_adds on audit_checkpoint for insert to sextant_retention with check (true)`)
    this.addSql(`
      create trigger append_only before update or delete or truncate on audit_checkpoint
        for each statement execute function refuse_change()`)
    this.addSql(`grant select on audit_checkpoint to sextant_auditor`)
    this.addSql(`grant select, insert on audit_checkpoint to sextant_retention`)
  }

  /** Also whoever may remove what is old cannot remove what is not. */
  private retention(): void {
    this.addSql(`drop policy retention_removes on audit_event`)
    this.addSql(`
      create policy retention_removes on audit_event for delete to sextant_retention using (at < now() - ${KEPT})`)
    this.addSql(`create policy retention_reads on audit_seal for select to sextant_retention using (true)`)
    this.addSql(`
      create policy retention_removes on audit_seal for delete to sextant_retention using (sealed_at < now() - ${KEPT})`)
    this.addSql(`grant select, delete on audit_seal to sextant_retention`)
  }

  private indexes(): void {
    // Of no use to any statement: a patient's facts are found by (organisation, patient, id), and what is sent twice by the
    // index that refuses it.
    this.addSql(`drop index history_fact_origin_index`)
    // What waits is few of many, and is counted whenever somebody looks.
    this.addSql(`
      create index upload_waiting_index on upload (organisation_id, updated_at)
        where state in ('RECEIVED', 'READING', 'CALLING')`)
  }
}
