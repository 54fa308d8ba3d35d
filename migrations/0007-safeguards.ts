import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`
const STATES = `('PROPOSED', 'CONFIRMED', 'WITHDRAWN', 'EXPIRED')`

/** What takes two persons, messages about broken glass, and members by the name that their own organisation gave. */
export class Safeguards extends Migration {
  override up(): void {
    this.proposals()
    this.glassNotices()
    this.namesOfMembers()
  }

  /** What was proposed stays; only its end is written, and its words may be emptied with whoever they speak of. */
  private proposals(): void {
    this.addSql(`
      create table proposal (
        id uuid primary key,
        organisation_id uuid not null references organisation (id),
        kind varchar(40) not null,
        subject varchar(100) not null,
        patient_id uuid null,
        act jsonb not null,
        reason varchar(2000) not null,
        state text not null constraint proposal_state_check check (state in ${STATES}),
        proposed_by uuid not null references actor (id),
        proposed_at timestamptz(6) not null,
        expires_at timestamptz(6) not null,
        decided_by uuid null references actor (id),
        decided_at timestamptz(6) null,
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index proposal_subject_index on proposal (organisation_id, kind, subject)`)
    this.addSql(`create index proposal_patient_index on proposal (organisation_id, patient_id)`)
    this.wall('proposal')
    this.addSql(`grant select, insert on proposal to sextant_service`)
    this.addSql(`grant update (state, decided_by, decided_at, act, reason) on proposal to sextant_service`)
  }

  /** Numbered per organisation, one after the other: whoever has read up to one has missed none before it. */
  private glassNotices(): void {
    this.addSql(`
      create table glass_notice (
        break_glass_id uuid primary key,
        organisation_id uuid not null,
        number bigint not null,
        at timestamptz(6) not null,
        attempts int not null,
        due_at timestamptz(6) not null,
        delivered_at timestamptz(6) null,
        constraint glass_notice_number_unique unique (organisation_id, number),
        foreign key (organisation_id, break_glass_id) references break_glass (organisation_id, id)
      )`)
    this.wall('glass_notice')
    this.addSql(`grant select, insert on glass_notice to sextant_service`)
    this.addSql(`grant update (attempts, due_at, delivered_at) on glass_notice to sextant_service`)
  }

  /**
   * One row of an actor serves all organisations, so its name may have been written by another one. Where there is only one,
   * it is that one's.
   */
  private namesOfMembers(): void {
    this.addSql(`alter table membership add name varchar(200) null`)
    for (const table of ['membership', 'actor']) this.addSql(`alter table ${table} no force row level security`)
    this.addSql(`
      update membership m set name = a.name from actor a
      where a.id = m.actor_id and not exists (
        select 1 from membership o where o.actor_id = m.actor_id and o.organisation_id <> m.organisation_id)`)
    for (const table of ['membership', 'actor']) this.addSql(`alter table ${table} force row level security`)
    this.addSql(`
      create or replace function sign_in(p_issuer text, p_subject text)
      returns table (actor_id uuid, name text, organisation_id uuid, organisation text, role text)
      language plpgsql as $$
      begin
        perform set_config('app.subject', p_issuer || ' ' || p_subject, true);
        perform set_config('app.actor', coalesce((
          select a.id::text from actor a where a.issuer = p_issuer and a.subject = p_subject), ''), true);
        return query
          select a.id, coalesce(m.name, a.name)::text, m.organisation_id, o.slug::text, m.role
          from actor a
          join membership m on m.actor_id = a.id and m.valid_from <= now() and (m.valid_to is null or m.valid_to > now())
          join organisation o on o.id = m.organisation_id
          where a.issuer = p_issuer and a.subject = p_subject
          order by o.slug, m.role;
      end $$`)
  }

  private wall(table: string): void {
    const wall = `organisation_id = ${ORGANISATION}`
    this.addSql(`alter table ${table} enable row level security`)
    this.addSql(`alter table ${table} force row level security`)
    this.addSql(`create policy organisation_wall on ${table} using (${wall}) with check (${wall})`)
  }
}
