import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`
const KINDS = `('SELF', 'PROXY', 'TREATING', 'ORDERED', 'PERFORMED', 'DISPENSING')`
const RECIPIENTS = `('ANYONE', 'ORGANISATION', 'ROLE', 'ACTOR')`
const REASONS = `('EMERGENCY', 'PATIENT_UNRESPONSIVE', 'PATIENT_SAFETY', 'COVERING_COLLEAGUE')`
const OUTCOMES = `('JUSTIFIED', 'NOT_JUSTIFIED')`

/** Who stands in which relation to a patient, what patients consent to, broken glass, and which results are released. */
export class Access extends Migration {
  override up(): void {
    this.relations()
    this.consents()
    this.brokenGlass()
    this.releases()
    for (const table of ['relation', 'consent', 'break_glass', 'release_event']) {
      this.addSql(`alter table ${table} enable row level security`)
      this.addSql(`alter table ${table} force row level security`)
      const wall = `organisation_id = ${ORGANISATION}`
      this.addSql(`create policy organisation_wall on ${table} using (${wall}) with check (${wall})`)
    }
    // What was recorded stays: a relation ends, a consent is revoked, a review is added; nothing else of a row may change.
    this.addSql(`grant select, insert on relation, consent, break_glass, release_event to sextant_service`)
    this.addSql(`grant update (valid_to, ended_by) on relation to sextant_service`)
    this.addSql(`grant update (revoked_at, revoked_by) on consent to sextant_service`)
    this.addSql(`grant update (reviewed_by, reviewed_at, outcome, review_note) on break_glass to sextant_service`)
    this.addSql(`grant insert on actor, membership to sextant_service`)
    this.addSql(`grant update (valid_to) on membership to sextant_service`)
  }

  private relations(): void {
    this.addSql(`
      create table relation (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        kind text not null constraint relation_kind_check check (kind in ${KINDS}),
        actor_id uuid null references actor (id),
        classes text[] not null,
        valid_from timestamptz(6) not null,
        valid_to timestamptz(6) null,
        recorded_by uuid null references actor (id),
        recorded_at timestamptz(6) not null,
        ended_by uuid null references actor (id),
        constraint relation_organisation_id_unique unique (organisation_id, id),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index relation_patient_index on relation (organisation_id, patient_id)`)
    this.addSql(`create index relation_actor_index on relation (organisation_id, actor_id)`)
    // Until now everybody of an organisation saw its patients by their role alone; whoever was registered then stays in the
    // care of the organisation, until somebody ends it.
    this.addSql(`alter table patient no force row level security`)
    this.addSql(`
      insert into relation (id, organisation_id, patient_id, kind, classes, valid_from, recorded_at)
      select gen_random_uuid(), organisation_id, id, kind, '{}', created_at, now()
      from patient cross join (values ('PERFORMED'), ('TREATING'), ('DISPENSING')) as kinds (kind)`)
    this.addSql(`alter table patient force row level security`)
  }

  private consents(): void {
    this.addSql(`
      create table consent (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        effect text not null constraint consent_effect_check check (effect in ('PERMIT', 'DENY')),
        classes text[] not null,
        recipient text not null constraint consent_recipient_check check (recipient in ${RECIPIENTS}),
        recipient_role text null,
        recipient_actor_id uuid null references actor (id),
        purposes text[] not null,
        valid_from timestamptz(6) not null,
        valid_to timestamptz(6) null,
        recorded_by uuid not null references actor (id),
        recorded_at timestamptz(6) not null,
        revoked_at timestamptz(6) null,
        revoked_by uuid null references actor (id),
        constraint consent_organisation_id_unique unique (organisation_id, id),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index consent_patient_index on consent (organisation_id, patient_id)`)
  }

  private brokenGlass(): void {
    this.addSql(`
      create table break_glass (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        actor_id uuid not null references actor (id),
        reason text not null constraint break_glass_reason_check check (reason in ${REASONS}),
        explanation varchar(2000) not null,
        opened_at timestamptz(6) not null,
        expires_at timestamptz(6) not null,
        review_due_at timestamptz(6) not null,
        reviewed_by uuid null references actor (id),
        reviewed_at timestamptz(6) null,
        outcome text null constraint break_glass_outcome_check check (outcome in ${OUTCOMES}),
        review_note varchar(2000) null,
        constraint break_glass_organisation_id_unique unique (organisation_id, id),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index break_glass_patient_index on break_glass (organisation_id, patient_id)`)
    this.addSql(`create index break_glass_actor_index on break_glass (organisation_id, actor_id)`)
  }

  private releases(): void {
    this.addSql(`alter table sample add column released_at timestamptz(6) null`)
    this.addSql(`alter table sample add column held_genes jsonb not null default '[]'`)
    this.addSql(`
      create table release_event (
        id uuid primary key,
        organisation_id uuid not null,
        sample_id uuid not null,
        gene varchar(50) null,
        act text not null constraint release_event_act_check check (act in ('RELEASED', 'HELD')),
        reason varchar(500) null,
        recorded_by uuid not null references actor (id),
        recorded_at timestamptz(6) not null,
        foreign key (organisation_id, sample_id) references sample (organisation_id, id)
      )`)
    this.addSql(`create index release_event_sample_index on release_event (organisation_id, sample_id)`)
  }
}
