import { Migration } from '@mikro-orm/migrations'

const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`
const REASONS = `('RETENTION_PERIOD', 'LEGAL_CLAIM', 'AUTHORITY')`

/** Nothing of a patient but an id stays when two persons agreed on it, and no law wants it kept. */
export class Erasure extends Migration {
  override up(): void {
    this.addSql(`alter table patient add erased_at timestamptz(6) null`)
    this.holds()
    this.eraser()
    this.erasePatient()
  }

  /** A hold is lifted, never removed; with the patient's other rows it goes once it was. */
  private holds(): void {
    this.addSql(`
      create table legal_hold (
        id uuid primary key,
        organisation_id uuid not null,
        patient_id uuid not null,
        reason text not null constraint legal_hold_reason_check check (reason in ${REASONS}),
        until timestamptz(6) null,
        placed_by uuid not null references actor (id),
        placed_at timestamptz(6) not null,
        lifted_by uuid null references actor (id),
        lifted_at timestamptz(6) null,
        foreign key (organisation_id, patient_id) references patient (organisation_id, id)
      )`)
    this.addSql(`create index legal_hold_patient_index on legal_hold (organisation_id, patient_id)`)
    this.addSql(`alter table legal_hold enable row level security`)
    this.addSql(`alter table legal_hold force row level security`)
    const wall = `organisation_id = ${ORGANISATION}`
    this.addSql(`create policy organisation_wall on legal_hold using (${wall}) with check (${wall})`)
    this.addSql(`grant select, insert on legal_hold to sextant_service`)
    this.addSql(`grant update (lifted_by, lifted_at) on legal_hold to sextant_service`)
  }

  /** The service itself removes nothing of what was recorded: it may ask for this, and nothing else of this role. */
  private eraser(): void {
    this.addSql(`
      do $$ begin
        create role sextant_eraser nologin nosuperuser nobypassrls nocreatedb nocreaterole;
      exception when duplicate_object or unique_violation then null;
      end $$`)
    this.addSql(`grant sextant_eraser to current_user`)
    this.addSql(`grant usage on schema public to sextant_eraser`)
    const removed = `patient_key, patient_search, relation, consent, patient_grant, legal_hold, upload, upload_transition, upload_progress,
      sample, sample_document, outside_call, release_event, history_fact, outbox, advice_state, advice_alert, idempotency_key,
      membership`
    this.addSql(`grant select, delete on ${removed} to sextant_eraser`)
    this.addSql(`grant select, update on patient, break_glass, proposal, actor to sextant_eraser`)
  }

  /**
   * Refuses what two different persons did not confirm, and what a hold forbids, whoever calls it (S18). The key goes first:
   * from then on nobody reads what is encrypted under it, in files and in copies either. Called again it changes nothing.
   */
  private erasePatient(): void {
    this.addSql(`
      create function erase_patient(p_patient uuid) returns table (upload_id uuid, sha256 text)
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        v_organisation uuid := ${ORGANISATION};
        v_acting text := coalesce(current_setting('app.actor', true), '');
        v_uploads uuid[];
        v_samples uuid[];
        v_persons uuid[];
        v_person uuid;
      begin
        perform from patient p where p.organisation_id = v_organisation and p.id = p_patient for update;
        if not exists (
          select from proposal p where p.organisation_id = v_organisation and p.patient_id = p_patient
            and p.kind = 'ERASE_PATIENT' and p.state = 'CONFIRMED' and p.decided_by <> p.proposed_by
        ) then raise exception 'erasure is not confirmed' using errcode = 'insufficient_privilege';
        end if;
        if exists (
          select from legal_hold h where h.organisation_id = v_organisation and h.patient_id = p_patient
            and h.lifted_at is null and (h.until is null or h.until > now())
        ) then raise exception 'erasure is forbidden by a hold' using errcode = 'insufficient_privilege';
        end if;

        delete from patient_key k where k.patient_id = p_patient;

        v_uploads := array(select u.id from upload u where u.organisation_id = v_organisation and u.patient_id = p_patient);
        v_samples := array(select s.id from sample s where s.organisation_id = v_organisation and s.patient_id = p_patient);
        v_persons := array(
          select distinct r.actor_id from relation r
          where r.organisation_id = v_organisation and r.patient_id = p_patient and r.kind = 'SELF' and r.actor_id is not null);
        return query select u.id, u.sha256::text from upload u where u.id = any (v_uploads) and u.sha256 is not null;

        delete from idempotency_key k where k.organisation_id = v_organisation and k.answer = any (
          select p_patient::text union all select unnest(v_uploads)::text union all select unnest(v_samples)::text
          union all select o.id::text from outside_call o where o.sample_id = any (v_samples)
          union all select f.id::text from history_fact f where f.organisation_id = v_organisation and f.patient_id = p_patient);
        delete from outside_call o where o.sample_id = any (v_samples);
        delete from release_event e where e.sample_id = any (v_samples);
        delete from sample_document d where d.sample_id = any (v_samples);
        delete from sample s where s.id = any (v_samples);
        delete from upload_progress p where p.upload_id = any (v_uploads);
        delete from upload_transition t where t.upload_id = any (v_uploads);
        delete from upload u where u.id = any (v_uploads);
        delete from history_fact f where f.organisation_id = v_organisation and f.patient_id = p_patient;
        delete from outbox o where o.organisation_id = v_organisation and o.patient_id = p_patient;
        delete from advice_state s where s.organisation_id = v_organisation and s.patient_id = p_patient;
        delete from advice_alert a where a.organisation_id = v_organisation and a.patient_id = p_patient;
        delete from patient_grant g where g.organisation_id = v_organisation and g.patient_id = p_patient;
        delete from consent c where c.organisation_id = v_organisation and c.patient_id = p_patient;
        delete from relation r where r.organisation_id = v_organisation and r.patient_id = p_patient;
        delete from legal_hold h where h.organisation_id = v_organisation and h.patient_id = p_patient;
        delete from patient_search s where s.organisation_id = v_organisation and s.patient_id = p_patient;

        -- Who acted when stays, as in the audit; what was said of the patient does not.
        update break_glass b set explanation = '', review_note = null
          where b.organisation_id = v_organisation and b.patient_id = p_patient;
        update proposal p set reason = '' where p.organisation_id = v_organisation and p.patient_id = p_patient;

        -- The person's own access, unless they act for somebody else here; and their name, unless they are known elsewhere.
        foreach v_person in array v_persons loop
          perform set_config('app.actor', v_person::text, true);
          if not exists (
            select from relation r where r.organisation_id = v_organisation and r.actor_id = v_person
          ) then
            delete from membership m
              where m.organisation_id = v_organisation and m.actor_id = v_person and m.role = 'PATIENT';
          end if;
          if not exists (select from membership m where m.actor_id = v_person) then
            update actor a set issuer = 'erased', subject = v_person::text, name = '' where a.id = v_person;
          end if;
        end loop;
        perform set_config('app.actor', v_acting, true);

        update patient p set display_name = null, medical_record_number = null, birth_date = null, identity = null,
            record_number_hash = null, sex = null, erased_at = coalesce(p.erased_at, now())
          where p.organisation_id = v_organisation and p.id = p_patient;
      end $$`)
    // Who owns a function has to be able to make one, at that moment.
    this.addSql(`grant create on schema public to sextant_eraser`)
    this.addSql(`alter function erase_patient(uuid) owner to sextant_eraser`)
    this.addSql(`revoke create on schema public from sextant_eraser`)
    this.addSql(`revoke execute on function erase_patient(uuid) from public`)
    this.addSql(`grant execute on function erase_patient(uuid) to sextant_service`)
  }
}
