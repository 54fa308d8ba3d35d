import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`
const CAUSES = `('MEDICINE', 'LAB', 'CALL', 'HISTORY')`

/** What has changed for patients and waits to be looked at, what was last seen of their medicines, and what was told of it. */
export class Outbox extends Migration {
  override up(): void {
    const patient = 'foreign key (organisation_id, patient_id) references patient (organisation_id, id)'
    this.addSql(`
      create table outbox (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        cause text not null constraint outbox_cause_check check (cause in ${CAUSES}),
        at timestamptz(6) not null,
        ${patient}
      )`)
    this.addSql(`create index outbox_patient_index on outbox (organisation_id, patient_id)`)
    this.addSql(`
      create table advice_state (
        patient_id uuid primary key,
        organisation_id uuid not null,
        knowledge_version varchar(100) not null,
        knowledge_date varchar(10) not null,
        looks jsonb not null,
        at timestamptz(6) not null,
        ${patient}
      )`)
    this.addSql(`create index advice_state_version_index on advice_state (organisation_id, knowledge_version)`)
    this.addSql(`
      create table advice_alert (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        at timestamptz(6) not null,
        document jsonb not null,
        ${patient}
      )`)
    this.addSql(`create index advice_alert_patient_index on advice_alert (organisation_id, patient_id, id)`)
    this.wall('outbox', 'select, insert, delete')
    this.wall('advice_state', 'select, insert, update')
    // What was told stays told.
    this.wall('advice_alert', 'select, insert')
  }

  private wall(table: string, rights: string): void {
    const wall = `organisation_id = ${ORGANISATION}`
    this.addSql(`alter table ${table} enable row level security`)
    this.addSql(`alter table ${table} force row level security`)
    this.addSql(`create policy organisation_wall on ${table} using (${wall}) with check (${wall})`)
    this.addSql(`grant ${rights} on ${table} to sextant_service`)
  }
}
