import { Migration } from '@mikro-orm/migrations'

const STATES = `('OPEN', 'RECEIVED', 'READING', 'CALLING', 'READY', 'PARTIAL', 'REJECTED', 'EXPIRED', 'SUPERSEDED', 'DELETED')`
const ROLES = `('LABORATORY_TECHNICIAN', 'LABORATORY_DIRECTOR', 'PHARMACIST', 'CLINICIAN', 'PATIENT', 'ORGANISATION_ADMIN', 'PRIVACY_OFFICER', 'KNOWLEDGE_STEWARD', 'DEVELOPER', 'SYSTEM_WORKER')`

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`
const ACTOR = `nullif(current_setting('app.actor', true), '')::uuid`
const SUBJECT = `nullif(current_setting('app.subject', true), '')`

/** Patients, uploads, samples and their calls, behind row-level security by organisation. */
export class FirstTables extends Migration {
  override up(): void {
    this.people()
    this.uploads()
    this.samples()
    this.walls()
    this.serviceRole()
  }

  private people(): void {
    this.addSql(`
      create table organisation (
        id uuid primary key,
        slug varchar(64) not null constraint organisation_slug_unique unique,
        name varchar(200) not null,
        created_at timestamptz(6) not null
      )`)
    this.addSql(`
      create table actor (
        id uuid primary key,
        issuer varchar(500) not null,
        subject varchar(255) not null,
        name varchar(200) not null,
        created_at timestamptz(6) not null,
        constraint actor_issuer_subject_unique unique (issuer, subject)
      )`)
    this.addSql(`
      create table membership (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        actor_id uuid not null references actor (id),
        role text not null constraint membership_role_check check (role in ${ROLES}),
        valid_from timestamptz(6) not null,
        valid_to timestamptz(6) null
      )`)
    this.addSql(`create index membership_actor_index on membership (actor_id)`)
    this.addSql(`
      create table patient (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        display_name varchar(200) not null,
        medical_record_number varchar(100) null,
        birth_date date null,
        sex text null constraint patient_sex_check check (sex in ('female', 'male')),
        created_at timestamptz(6) not null,
        constraint patient_organisation_id_unique unique (organisation_id, id),
        constraint patient_record_number_unique unique (organisation_id, medical_record_number)
      )`)
    this.addSql(`
      create table idempotency_key (
        organisation_id uuid not null references organisation (id),
        actor_id uuid not null,
        operation varchar(64) not null,
        key varchar(200) not null,
        fingerprint varchar(64) not null,
        answer varchar(200) not null,
        created_at timestamptz(6) not null,
        primary key (organisation_id, actor_id, operation, key)
      )`)
  }

  /** Composite keys to the parent: a child row cannot hang on another organisation's parent (S15). */
  private uploads(): void {
    this.addSql(`
      create table upload (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        created_by uuid not null references actor (id),
        state text not null constraint upload_state_check check (state in ${STATES}),
        sample_name varchar(500) null,
        file_name varchar(500) null,
        assay jsonb not null,
        outside_calls jsonb not null,
        declared jsonb not null,
        fingerprint varchar(64) not null,
        size_bytes bigint null,
        sha256 varchar(64) null,
        attempt int not null,
        failures int not null,
        lease_owner varchar(100) null,
        lease_until timestamptz(6) null,
        refusal jsonb null,
        diagnostics jsonb not null,
        sample_id uuid null,
        superseded_by uuid null,
        created_at timestamptz(6) not null,
        updated_at timestamptz(6) not null,
        constraint upload_organisation_id_unique unique (organisation_id, id),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index upload_patient_index on upload (organisation_id, patient_id)`)
    this.addSql(`create index upload_content_index on upload (organisation_id, sha256)`)
    this.addSql(`
      create table upload_transition (
        id uuid primary key,
        organisation_id uuid not null,
        upload_id uuid not null,
        state text not null constraint upload_transition_state_check check (state in ${STATES}),
        attempt int not null,
        at timestamptz(6) not null,
        foreign key (organisation_id, upload_id) references upload (organisation_id, id)
      )`)
    this.addSql(`create index upload_transition_upload_index on upload_transition (organisation_id, upload_id)`)
    this.addSql(`
      create table upload_progress (
        upload_id uuid primary key,
        organisation_id uuid not null,
        bytes_done bigint not null,
        bytes_total bigint null,
        genes_done int not null,
        genes_total int not null,
        at timestamptz(6) not null,
        foreign key (organisation_id, upload_id) references upload (organisation_id, id)
      )`)
  }

  private samples(): void {
    this.addSql(`
      create table sample (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        upload_id uuid not null,
        name varchar(500) not null,
        assembly text not null constraint sample_assembly_check check (assembly in ('GRCh38', 'GRCh37')),
        file jsonb not null,
        knowledge_version varchar(100) not null,
        called_at timestamptz(6) not null,
        constraint sample_organisation_id_unique unique (organisation_id, id),
        constraint sample_upload_unique unique (organisation_id, upload_id),
        foreign key (organisation_id, patient_id) references patient (organisation_id, id),
        foreign key (organisation_id, upload_id) references upload (organisation_id, id)
      )`)
    this.addSql(`create index sample_patient_index on sample (organisation_id, patient_id)`)
    this.addSql(`
      create table sample_document (
        sample_id uuid primary key,
        organisation_id uuid not null,
        calls jsonb not null,
        evidence bytea not null,
        foreign key (organisation_id, sample_id) references sample (organisation_id, id)
      )`)
    this.addSql(`
      create table outside_call (
        id uuid primary key,
        organisation_id uuid not null,
        sample_id uuid not null,
        recorded_by uuid not null references actor (id),
        call jsonb not null,
        recorded_at timestamptz(6) not null,
        foreign key (organisation_id, sample_id) references sample (organisation_id, id)
      )`)
    this.addSql(`create index outside_call_sample_index on outside_call (organisation_id, sample_id)`)
  }

  private walls(): void {
    const tenants = [
      'patient',
      'idempotency_key',
      'upload',
      'upload_transition',
      'upload_progress',
      'sample',
      'sample_document',
      'outside_call',
    ]
    for (const table of tenants) this.wall(table, 'organisation_wall', `organisation_id = ${ORGANISATION}`)
    this.wall('membership', 'organisation_wall', `organisation_id = ${ORGANISATION} or actor_id = ${ACTOR}`)
    this.wall('actor', 'actor_itself', `id = ${ACTOR}`)
    const signsIn = `(issuer || ' ' || subject) = ${SUBJECT}`
    this.addSql(`create policy actor_signs_in on actor using (${signsIn}) with check (${signsIn})`)
    const ofMember = `exists (select 1 from membership where membership.actor_id = actor.id)`
    this.addSql(`create policy actor_of_member on actor for select using (${ofMember})`)
    // One statement, one round trip: who a verified token names, and what that person may do today.
    this.addSql(`
      create function sign_in(p_issuer text, p_subject text)
      returns table (actor_id uuid, name text, organisation_id uuid, organisation text, role text)
      language plpgsql as $$
      begin
        perform set_config('app.subject', p_issuer || ' ' || p_subject, true);
        perform set_config('app.actor', coalesce((
          select a.id::text from actor a where a.issuer = p_issuer and a.subject = p_subject), ''), true);
        return query
          select a.id, a.name::text, m.organisation_id, o.slug::text, m.role
          from actor a
          join membership m on m.actor_id = a.id and m.valid_from <= now() and (m.valid_to is null or m.valid_to > now())
          join organisation o on o.id = m.organisation_id
          where a.issuer = p_issuer and a.subject = p_subject
          order by o.slug, m.role;
      end $$`)
  }

  private wall(table: string, policy: string, condition: string): void {
    this.addSql(`alter table ${table} enable row level security`)
    this.addSql(`alter table ${table} force row level security`)
    this.addSql(`create policy ${policy} on ${table} using (${condition}) with check (${condition})`)
  }

  /** The role the service acts as: owns nothing, makes nothing, passes no wall (S16). */
  private serviceRole(): void {
    this.addSql(`
      do $$ begin
        create role sextant_service nologin nosuperuser nobypassrls nocreatedb nocreaterole;
      exception when duplicate_object or unique_violation then null;
      end $$`)
    this.addSql(`grant sextant_service to current_user`)
    this.addSql(`grant usage on schema public to sextant_service`)
    this.addSql(`grant select on organisation, actor, membership, mikro_orm_migrations to sextant_service`)
    const written = 'patient, upload, upload_progress, sample, sample_document, idempotency_key'
    this.addSql(`grant select, insert, update on ${written} to sextant_service`)
    this.addSql(`grant delete on idempotency_key to sextant_service`)
    this.addSql(`grant select, insert on upload_transition, outside_call to sextant_service`)
    this.addSql(`grant execute on function sign_in(text, text) to sextant_service`)
  }
}
