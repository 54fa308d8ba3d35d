import {
  HEALTHY_MAN,
  HEALTHY_WOMAN,
  LISTS_COMPLETE,
  type LooseFact,
  takes,
} from '../../domain/medication/asking-options.js'

/** How vignettes write a history: a person of whom everything is known, and what differs, one short line each. */
export const PEOPLE: Readonly<Record<string, readonly LooseFact[]>> = {
  'healthy man of 40': HEALTHY_MAN,
  'healthy woman of 40': HEALTHY_WOMAN,
  'nobody knows anything': [],
  'only complete lists': LISTS_COMPLETE,
}

const MEASURES: Readonly<Record<string, { readonly id: string; readonly unit: string }>> = {
  EGFR: { id: 'egfr', unit: 'mL/min/{1.73_m2}' },
  CRCL: { id: 'clearance', unit: 'mL/min' },
  CREATININE: { id: 'creatinine', unit: 'mg/dL' },
  WEIGHT: { id: 'weight', unit: 'kg' },
  POTASSIUM: { id: 'potassium', unit: 'mmol/L' },
  ANC: { id: 'neutrophils', unit: '10*3/uL' },
}

type Reader = readonly [RegExp, (...parts: string[]) => LooseFact]

const READERS: readonly Reader[] = [
  [/^age (\d+)$/, age => ({ kind: 'BIRTH', date: `${2026 - Number(age)}-01-01`, id: 'birth' })],
  [/^([A-Z]+) ([\d.]+)$/, (code, value) => measured(code, Number(value), '2026-11-01')],
  [/^([A-Z]+) ([\d.]+) on (\S+)$/, (code, value, day) => measured(code, Number(value), day)],
  [/^takes (.+)\?$/, name => takes(name, { status: 'UNKNOWN' })],
  [/^takes (.+)$/, name => takes(name)],
  [/^stopped (.+) on (\S+)$/, (name, day) => takes(name, { status: 'STOPPED', stoppedOn: day })],
  [/^has (\S+)\?$/, code => condition(code, 'ACTIVE', 'UNCONFIRMED')],
  [/^has (\S+)$/, code => condition(code, 'ACTIVE', 'CONFIRMED')],
  [/^had (\S+)$/, code => condition(code, 'RESOLVED', 'CONFIRMED')],
  [/^allergic to (.+)$/, name => allergy(name, 'ALLERGY')],
  [/^intolerant of (.+)$/, name => allergy(name, 'INTOLERANCE')],
  [/^Child-Pugh ([ABC])$/, grade => ({ kind: 'LIVER_FUNCTION', childPugh: gradeOf(grade), on: '2026-11-01' })],
  [/^pregnant$/, () => ({ kind: 'PREGNANCY', pregnant: true, on: '2026-11-10', id: 'pregnancy' })],
  [/^pregnant, due (\S+)$/, dueOn => ({ kind: 'PREGNANCY', pregnant: true, on: '2026-11-10', dueOn, id: 'pregnancy' })],
  [/^breast-feeding$/, () => ({ kind: 'LACTATION', lactating: true, on: '2026-11-10', id: 'lactation' })],
  [/^smokes$/, () => ({ kind: 'SMOKING', state: 'CURRENT', on: '2026-11-01', id: 'smoking' })],
  [/^(.+) worked before$/, name => ({ kind: 'PRIOR_RESPONSE', drug: { name }, response: 'EFFECTIVE' })],
  [/^(.+) did not work before$/, name => ({ kind: 'PRIOR_RESPONSE', drug: { name }, response: 'INEFFECTIVE' })],
  [
    /^severe reaction to (.+)$/,
    name => ({ kind: 'PRIOR_RESPONSE', drug: { name }, response: 'ADVERSE_REACTION', severity: 'SEVERE' }),
  ],
  [/^wishes no (\S+)$/, value => ({ kind: 'PREFERENCE', about: 'AVOID_EFFECT', value })],
  [/^wishes (\S+)$/, value => ({ kind: 'PREFERENCE', about: 'GOAL', value })],
  [/^wishes route (\S+)$/, value => ({ kind: 'PREFERENCE', about: 'ROUTE', value })],
]

/** A later fact takes the place of the person's own with the same id; "unknown X" takes that one away. */
export function readFacts(person: string, lines: readonly string[]): readonly LooseFact[] {
  const base = PEOPLE[person]
  if (base === undefined) throw new Error(`no person "${person}"`)
  const gone = new Set(lines.flatMap(line => /^unknown (\S+)$/.exec(line)?.[1] ?? []))
  const stated = lines.filter(line => !line.startsWith('unknown ')).map(readFact)
  const replaced = new Set([...gone, ...stated.flatMap(({ id }) => id ?? [])])
  return [...base.filter(({ id }) => id === undefined || !replaced.has(id)), ...stated]
}

function readFact(line: string): LooseFact {
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(line)
    if (match !== null) return read(...match.slice(1))
  }
  throw new Error(`no fact "${line}"`)
}

function measured(code = '', value: number, takenOn = ''): LooseFact {
  const measure = MEASURES[code]
  if (measure === undefined) throw new Error(`no measure ${code}`)
  return { kind: 'OBSERVATION', code, value, unit: measure.unit, takenOn, id: measure.id }
}

function condition(code: string, status: 'ACTIVE' | 'RESOLVED', verification: 'CONFIRMED' | 'UNCONFIRMED'): LooseFact {
  return { kind: 'CONDITION', code: { system: 'ICD10CM', code }, status, verification }
}

function allergy(name: string, type: 'ALLERGY' | 'INTOLERANCE'): LooseFact {
  return { kind: 'ALLERGY', type, substance: { name }, verification: 'CONFIRMED', status: 'ACTIVE' }
}

function gradeOf(grade: string): 'A' | 'B' | 'C' {
  if (grade === 'A' || grade === 'B' || grade === 'C') return grade
  throw new Error(`no Child-Pugh class ${grade}`)
}
