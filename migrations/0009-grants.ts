import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`

/** What of a patient another organisation may read. */
export class Grants extends Migration {
  override up(): void {
    this.addSql(`
      create table patient_grant (
        id uuid primary key,
        organisation_id uuid not null,
        to_organisation_id uuid not null references organisation (id),
        patient_id uuid not null,
        consent_id uuid not null,
        classes text[] not null,
        purposes text[] not null,
        valid_from timestamptz(6) not null,
        valid_to timestamptz(6) not null,
        recorded_by uuid not null references actor (id),
        recorded_at timestamptz(6) not null,
        revoked_at timestamptz(6) null,
        revoked_by uuid null references actor (id),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id),
        foreign key (organisation_id, consent_id) references consent (organisation_id, id)
      )`)
    this.addSql(`create index patient_grant_patient_index on patient_grant (organisation_id, patient_id)`)
    this.addSql(`create index patient_grant_to_index on patient_grant (to_organisation_id)`)
    this.addSql(`alter table patient_grant enable row level security`)
    this.addSql(`alter table patient_grant force row level security`)
    const wall = `organisation_id = ${ORGANISATION}`
    this.addSql(`create policy organisation_wall on patient_grant using (${wall}) with check (${wall})`)
    // Whoever it is given to sees that, and nothing else of the organisation that gave it; and changes nothing.
    this.addSql(`create policy granted_to on patient_grant for select using (to_organisation_id = ${ORGANISATION})`)
    this.addSql(`grant select, insert on patient_grant to sextant_service`)
    this.addSql(`grant update (revoked_at, revoked_by) on patient_grant to sextant_service`)
  }
}
