import type { AccessFacts } from '../../src/usecases/access-facts.js'
import type { DataClass } from '../../src/usecases/data-classes.js'
import { decide, may } from '../../src/usecases/decide.js'
import type { Action, Sight } from '../../src/usecases/decide.js'
import type { Actor } from '../../src/usecases/records.js'

/** Who asks, and all that stands between them and the patient. */
export interface Somebody {
  readonly token: string
  readonly headers: Readonly<Record<string, string>>
  readonly actor: Actor
  readonly facts: AccessFacts
}

export type Expected = 'FORBIDDEN' | 'NOT_FOUND' | 'CONSENT_REQUIRED' | Sight

export function expectedOf({ actor, facts }: Somebody, action: Action): Expected {
  if (!may(actor, action)) return 'FORBIDDEN'
  const decision = decide(actor, action, facts)
  if (decision.kind === 'deny') return 'NOT_FOUND'
  if (decision.kind === 'forbid') return 'FORBIDDEN'
  return decision.kind === 'consent' ? 'CONSENT_REQUIRED' : decision.sight
}

/** A refusal, or "done". */
export function outcomeOf(who: Somebody, action: Action): string {
  const expected = expectedOf(who, action)
  return typeof expected === 'string' ? expected : 'done'
}

/** What a query shows, in words, as the one table of rights says. */
export function toldByTable(who: Somebody) {
  const ofClass = (expected: Expected, dataClass: DataClass, isReleased: boolean): string => {
    if (typeof expected === 'string') return expected
    const { withheld, partly } = expected
    const isKept = !isReleased && partly.get(dataClass) === 'RELEASED'
    return withheld.get(dataClass) ?? (isKept ? 'NOT_RELEASED' : 'shown')
  }
  const reading = (action: Action): Expected => {
    const expected = expectedOf(who, action)
    // What is found by id hides whoever may not be read like one who is not there.
    return expected === 'FORBIDDEN' && may(who.actor, action) ? 'NOT_FOUND' : expected
  }
  const person = reading('READ_PATIENT')
  const history = typeof person === 'string' ? person : reading('READ_HISTORY')
  const result = reading('READ_RESULT')
  const upload = reading('READ_UPLOAD')
  const sees = (expected: Expected, dataClass: DataClass) =>
    typeof expected !== 'string' && !expected.withheld.has(dataClass)
  const isPart = typeof person !== 'string' && person.partly.get('IDENTITY') === 'PART'
  const calls = (isReleased: boolean) => {
    const summary = ofClass(result, 'GENOMIC_SUMMARY', isReleased)
    const isOpen = typeof result !== 'string'
    const restricted = isOpen
      ? (result.withheld.get('GENOMIC_SUMMARY') ?? result.withheld.get('RESTRICTED'))
      : undefined
    return {
      gene: summary,
      restricted: restricted ?? summary,
      evidence: isOpen && summary !== 'shown' ? summary : ofClass(result, 'GENOMIC_RAW', isReleased),
    }
  }
  const [open, kept] = [calls(true), calls(false)]
  const audit = expectedOf(who, 'READ_AUDIT')
  const isOfficer = may(who.actor, 'REVIEW_BREAK_GLASS')
  const auditClass = typeof audit === 'string' ? audit : audit.withheld.has('AUDIT') ? 'FORBIDDEN' : 'shown'
  const isOwn = who.facts.organisationId === who.actor.organisationId
  return {
    name: isPart ? 'ROLE' : ofClass(person, 'IDENTITY', true),
    birthDate: isPart ? 'ROLE' : ofClass(person, 'IDENTITY', true),
    birthYear: ofClass(person, 'IDENTITY', true),
    history: ofClass(history, 'CLINICAL', true),
    restrictedFact: sees(history, 'CLINICAL') && sees(history, 'RESTRICTED'),
    'released gene': open.gene,
    'released restricted gene': open.restricted,
    'released evidence': open.evidence,
    'unreleased gene': kept.gene,
    'unreleased restricted gene': kept.restricted,
    'unreleased evidence': kept.evidence,
    upload: typeof upload === 'string' ? upload : 'shown',
    accesses: isOfficer ? (isOwn ? 'shown' : 'nothing') : auditClass,
  }
}
