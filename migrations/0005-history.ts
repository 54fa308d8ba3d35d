import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`
const KINDS = `('MEDICATION', 'CONDITION', 'ALLERGY', 'OBSERVATION', 'BIRTH', 'SEX', 'PREGNANCY', 'LACTATION', 'SMOKING', 'LIVER_FUNCTION', 'PRIOR_RESPONSE', 'PREFERENCE', 'LIST')`

/** What is recorded of patients: facts that are only ever added, a correction beside what it corrects. */
export class History extends Migration {
  override up(): void {
    this.addSql(`
      create table history_fact (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        kind text not null constraint history_fact_kind_check check (kind in ${KINDS}),
        recorded_on varchar(40) not null,
        supersedes uuid null,
        restricted boolean not null,
        recorded_by uuid not null references actor (id),
        recorded_at timestamptz(6) not null,
        origin varchar(64) null,
        origin_fingerprint varchar(64) null,
        document jsonb not null,
        constraint history_fact_patient_id_unique unique (organisation_id, patient_id, id),
        constraint history_fact_supersedes_unique unique (organisation_id, supersedes),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id),
        foreign key (organisation_id, patient_id, supersedes) references history_fact (organisation_id, patient_id, id)
      )`)
    // One thing of another system begins one chain of facts, however often and from how many requests it is sent.
    this.addSql(
      `create unique index history_fact_origin_unique on history_fact (organisation_id, patient_id, origin) where supersedes is null`,
    )
    this.addSql(`create index history_fact_origin_index on history_fact (organisation_id, patient_id, origin)`)
    this.addSql(`alter table history_fact enable row level security`)
    this.addSql(`alter table history_fact force row level security`)
    const wall = `organisation_id = ${ORGANISATION}`
    this.addSql(`create policy organisation_wall on history_fact using (${wall}) with check (${wall})`)
    // Nothing is overwritten: the service has no right to change or remove a fact.
    this.addSql(`grant select, insert on history_fact to sextant_service`)
  }
}
