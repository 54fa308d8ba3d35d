import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const FOLDER = new URL('../../src/usecases/', import.meta.url).pathname

/** Every one reads rows that were opened before it is called, or works for the service itself, which asks its own right. */
const BEHIND_THE_DOOR: Readonly<Record<string, RegExp>> = {
  'access.ts': /export async function openPatients/,
  'present-calls.ts': /sampleIds/,
  'stored-facts.ts': /opened: OpenedPatient/,
  'history-of.ts': /patient: PersonOfRecord/,
  'upload-quota.ts': /unit\.uploads/,
  'call-sample.ts': /demand\(actor, 'CALL_SAMPLE'\)/,
  'doubtful-person.ts': /demand\(actor, 'CALL_SAMPLE'\)/,
  'sweep-uploads.ts': /demand\(actor, 'CALL_SAMPLE'\)/,
  'sweep-erased.ts': /demand\(actor, 'CALL_SAMPLE'\)/,
  'keep-lease.ts': /upload: UploadRecord/,
  // Finds by id only whether the patient is one of the organisation's, and shows nothing of them.
  'break-glass.ts': /demand\(actor, 'BREAK_GLASS'\)/,
}

const TOUCHES = /unit\.(patients|samples|uploads|histories|alerts)\b|progress\.latest/

function faultsOf(name: string, text: string): readonly string[] {
  if (!TOUCHES.test(text)) return []
  const excuse = BEHIND_THE_DOOR[name]
  if (excuse !== undefined) return excuse.test(text) ? [] : [`${name} is no longer what it was excused for`]
  return /import \{[^}]*\bopen(Patients?|PatientForWrite|Samples?|SampleForWrite|Uploads?)\b[^}]*\} from '\.\/access\.js'/.test(
    text,
  ) || /opened: (readonly )?OpenedPatient/.test(text)
    ? []
    : [`${name} touches patients without asking for them`]
}

test('S11 no use case touches a patient except through the one door', () => {
  const names = readdirSync(FOLDER).filter(name => name.endsWith('.ts'))
  expect(names.length).toBeGreaterThan(50)
  const faults = names.flatMap(name => faultsOf(name, readFileSync(FOLDER + name, 'utf8')))
  expect(faults).toEqual([])
})

test('the check sees a use case that goes around it', () => {
  expect(faultsOf('new.ts', `await unit.patients.find([id])`)).toHaveLength(1)
  expect(faultsOf('new.ts', `import { openPatient } from './access.js'\nawait unit.patients.find([id])`)).toEqual([])
  expect(faultsOf('call-sample.ts', `await unit.samples.find([id])`)).toHaveLength(1)
})
