import { type LooseFact, TODAY } from '../../domain/medication/asking-options.js'

const DAY_MILLISECONDS = 86_400_000

/** Facts of patients on paper speak of a fixed day; a server knows only today, so all days move along. */
const SHIFT = Math.floor(Date.now() / DAY_MILLISECONDS) - Math.floor(Date.parse(TODAY) / DAY_MILLISECONDS)

/** A fact as clients send it. */
export function factContent(fact: LooseFact): object {
  const { kind, id: _id, recordedOn: _recordedOn, ...rest } = fact
  const moved = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, movedDay(value)]))
  switch (fact.kind) {
    case 'CONDITION': {
      const { code: _code, ...more } = moved
      return { condition: { ...fact.code, ...more } }
    }
    case 'SEX':
      return { sex: { sex: fact.sex.toUpperCase() } }
    case 'PREFERENCE': {
      const { about, value } = fact
      return { preference: typeof value === 'number' ? { about, number: value } : { about, code: value } }
    }
    default:
      return { [FIELDS[kind]]: moved }
  }
}

const FIELDS: Readonly<Record<LooseFact['kind'], string>> = {
  MEDICATION: 'medication',
  CONDITION: 'condition',
  ALLERGY: 'allergy',
  OBSERVATION: 'observation',
  BIRTH: 'birth',
  SEX: 'sex',
  PREGNANCY: 'pregnancy',
  LACTATION: 'lactation',
  SMOKING: 'smoking',
  LIVER_FUNCTION: 'liverFunction',
  PRIOR_RESPONSE: 'priorResponse',
  PREFERENCE: 'preference',
  LIST: 'list',
}

function movedDay(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return value
  return new Date(Date.parse(value) + SHIFT * DAY_MILLISECONDS).toISOString().slice(0, 10)
}
