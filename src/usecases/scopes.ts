import type { Action } from './decide.js'
import type { Role } from './records.js'

/** What of a resource an action needs, in the letters of SMART: create, read, update, delete, search. */
interface Need {
  readonly resource: string
  readonly letters: string
}

const READS: readonly string[] = ['MedicationStatement', 'Condition', 'AllergyIntolerance', 'Observation']

const all = (resources: readonly string[], letters: string): readonly Need[] =>
  resources.map(resource => ({ resource, letters }))

/** What scopes must grant before they leave an action; what is not here is left by a scope over everything alone (S11). */
const NEEDS: Readonly<Partial<Record<string, readonly Need[]>>> = {
  READ_KNOWLEDGE: [],
  READ_PATIENT: all(['Patient'], 'r'),
  READ_GRANTED: all(['Patient'], 'r'),
  WRITE_PATIENT: all(['Patient'], 'c'),
  READ_RESULT: all(['Observation'], 'r'),
  WRITE_OUTSIDE_CALL: all(['Observation'], 'c'),
  READ_HISTORY: all(READS, 'r'),
  WRITE_HISTORY: all(READS, 'c'),
  ASK_ADVICE: all(READS, 'r'),
  FOLLOW_ADVICE: all(READS, 'r'),
  READ_UPLOAD: all(['*'], 'r'),
  WRITE_UPLOAD: all(['*'], 'c'),
}

const EVERYTHING: readonly Need[] = all(['*'], 'cruds')

/** Version 1 of SMART said it in words. */
const WORDS: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }

const SCOPE = /^(patient|user|system)\/(\*|[A-Z]\w{1,63})\.(\*|read|write|c?r?u?d?s?)$/

/**
 * What the scopes of a token leave of somebody's rights (S6): they narrow what memberships allow and never add to it.
 * Where they speak of no resource, nothing is narrowed. Scopes for the patient in context count for patients
 * themselves alone: for anybody else they would have to be bound to one patient.
 */
export function isInScope(scopes: readonly string[], roles: readonly Role[], action: Action): boolean {
  const spoken = scopes.filter(scope => scope.includes('/'))
  if (spoken.length === 0) return true
  const isPatient = roles.every(role => role === 'PATIENT')
  const granted = spoken.flatMap(scope => {
    const [, context, resource = '', letters = ''] = SCOPE.exec(scope) ?? []
    if (context === undefined || (context === 'patient' && !isPatient)) return []
    return [{ resource, letters: WORDS[letters] ?? letters }]
  })
  return (NEEDS[action] ?? EVERYTHING).every(need =>
    need.letters
      .split('')
      .every(letter =>
        granted.some(
          ({ resource, letters }) => (resource === need.resource || resource === '*') && letters.includes(letter),
        ),
      ),
  )
}
