import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`

/** Who touched whom, which nobody may change (S19–S23), and the seals over it. */
export class Audit extends Migration {
  override up(): void {
    this.roles()
    this.events()
    this.seals()
    this.rights()
  }

  /** The auditor reads every organisation's rows and seals them; retention alone may remove what is too old. */
  private roles(): void {
    for (const role of ['sextant_auditor', 'sextant_retention']) {
      this.addSql(`
        do $$ begin
          create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
        exception when duplicate_object or unique_violation then null;
        end $$`)
      this.addSql(`grant ${role} to current_user`)
      this.addSql(`grant usage on schema public to ${role}`)
    }
  }

  /**
   * No foreign keys: a row outlives whom it speaks of, and has to be writable when they are locked. The transaction's
   * number says in which order rows became visible, which their sequence does not.
   */
  private events(): void {
    this.addSql(`
      create table audit_event (
        sequence bigint generated always as identity primary key,
        transaction_id xid8 not null default pg_current_xact_id(),
        at timestamptz(6) not null default clock_timestamp(),
        organisation_id uuid null,
        request_id varchar(64) not null,
        actor_id varchar(64) null,
        roles text[] not null,
        purpose text not null,
        action text not null,
        patient_id uuid null,
        classes text[] not null,
        operation_name varchar(64) null,
        operation_hash varchar(64) null,
        outcome text not null constraint audit_event_outcome_check check (outcome in ('ALLOWED', 'WITHHELD', 'DENIED', 'FAILED')),
        break_glass_id uuid null,
        occurrences int not null default 1
      )`)
    this.addSql(`create index audit_event_transaction_index on audit_event (transaction_id, sequence)`)
    this.addSql(`create index audit_event_patient_index on audit_event (organisation_id, patient_id, sequence)`)
    this.wall('audit_event')
    this.addSql(`create policy organisation_wall on audit_event for select using (organisation_id = ${ORGANISATION})`)
    // Rows of many organisations go together in one statement; writing one shows nothing of any other.
    this.addSql(`create policy everybody_adds on audit_event for insert with check (true)`)
    this.addSql(`create policy auditor_reads on audit_event for select to sextant_auditor using (true)`)
    this.addSql(`create policy retention_reads on audit_event for select to sextant_retention using (true)`)
    this.addSql(`create policy retention_removes on audit_event for delete to sextant_retention using (true)`)
    this.appendOnly('audit_event')
  }

  private seals(): void {
    this.addSql(`
      create table audit_seal (
        number bigint primary key,
        through xid8 not null,
        first bigint not null,
        last bigint not null,
        count int not null,
        digests bytea not null,
        previous varchar(64) not null,
        hash varchar(64) not null,
        sealed_at timestamptz(6) not null,
        key_id varchar(64) not null,
        signature varchar(200) not null
      )`)
    this.wall('audit_seal')
    this.addSql(`create policy auditor_reads on audit_seal for select to sextant_auditor using (true)`)
    this.addSql(`create policy auditor_adds on audit_seal for insert to sextant_auditor with check (true)`)
    this.appendOnly('audit_seal')
  }

  private wall(table: string): void {
    this.addSql(`alter table ${table} enable row level security`)
    this.addSql(`alter table ${table} force row level security`)
  }

  /** Also for the owner and for a superuser: who changes a row has to remove the trigger first, on purpose. */
  private appendOnly(table: string): void {
    this.addSql(`
      create or replace function refuse_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and current_user = 'sextant_retention' then return null; end if;
        raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
      end $$`)
    this.addSql(`
      create trigger append_only before update or delete or truncate on ${table}
        for each statement execute function refuse_change()`)
  }

  /** What the database itself fills in, number, transaction and time, nobody may give. */
  private rights(): void {
    const given =
      'organisation_id, request_id, actor_id, roles, purpose, action, patient_id, classes, operation_name, operation_hash, outcome, break_glass_id, occurrences'
    this.addSql(`grant insert (${given}) on audit_event to sextant_service`)
    // Who saw a patient, without the person: that is for the auditor.
    const shown = 'sequence, at, organisation_id, roles, purpose, action, patient_id, classes, outcome, break_glass_id'
    this.addSql(`grant select (${shown}) on audit_event to sextant_service`)
    this.addSql(`grant select on audit_event to sextant_auditor`)
    this.addSql(`grant select, insert on audit_seal to sextant_auditor`)
    this.addSql(`grant select, delete on audit_event to sextant_retention`)
  }
}
