import type { Dated, KnownCondition, ListState, Measurement } from '../history/clinical-history.js'
import { oncePerTwo } from '../once-per.js'
import type { PatientTest } from '../option-knowledge.js'
import type { UnknownFact } from './finding.js'
import type { PatientView } from './patient-view.js'

/** A fact that a judgement lacks. */
export type MissingFact = Pick<UnknownFact, 'kind' | 'name' | 'why' | 'factIds'>

/**
 * Whether a circumstance holds: for certain, probably (a fact in doubt says so), unknown, or not. Never "not" because a
 * fact is missing.
 */
export interface Judgement {
  readonly verdict: 'holds' | 'doubtful' | 'unknown' | 'fails'
  readonly factIds: readonly string[]
  readonly missing: readonly MissingFact[]
  /** Rests on the indication that is asked for, not only on facts of the history. */
  readonly asked?: boolean
}

export function judge(test: PatientTest, patient: PatientView): Judgement {
  if ('condition' in test) return judgeCondition(patient, test.condition)
  if ('measure' in test) return judgeMeasure(test, patient)
  if ('age' in test) return judgeAge(test.age, patient)
  if ('sex' in test) return judgeSex(test.sex, patient)
  if ('pregnant' in test) return judgePregnancy(test.trimesters, patient)
  if ('lactating' in test) return judgeLactation(patient)
  if ('smoking' in test) return judgeDated(patient.clinical.smoking, Boolean, 'SMOKING')
  if ('childPugh' in test) return judgeLiver(test.childPugh, patient)
  return judgeSeveral(
    test.atLeast,
    test.of.map(part => judge(part, patient)),
  )
}

/** Rules of many drugs ask for the same condition: it is judged once for a patient. */
const judgeCondition = oncePerTwo(lookForCondition)

function lookForCondition({ clinical, options, askedFor }: PatientView, code: string): Judgement {
  const group = options.conditions.get(code)
  const isAskedFor = askedFor.some(asked => group?.icd10cm.some(prefix => asked.startsWith(prefix)))
  if (isAskedFor) return { verdict: 'holds', factIds: [], missing: [], asked: true }
  const isOf = ({ icd10cm, resolved }: KnownCondition): boolean =>
    (!resolved || group?.evenResolved === true) &&
    icd10cm.some(stated => group?.icd10cm.some(prefix => stated.startsWith(prefix)) === true)
  const found = clinical.conditions.filter(isOf)
  const certain = found.filter(({ doubtful }) => !doubtful)
  if (certain.length > 0) return { verdict: 'holds', factIds: certain.map(({ fact }) => fact.id), missing: [] }
  if (found.length > 0) {
    const factIds = found.map(({ fact }) => fact.id)
    return { verdict: 'doubtful', factIds, missing: [{ kind: 'CONDITION', name: code, why: 'UNCONFIRMED', factIds }] }
  }
  const unread = clinical.conditions.filter(({ icd10cm }) => icd10cm.length === 0).map(({ fact }) => fact.id)
  if (unread.length > 0)
    return unknown(unread.map(id => ({ kind: 'CONDITION', name: id, why: 'NOT_LOOKED_AT', factIds: [id] })))
  return judgeAbsence(clinical.lists.CONDITIONS, 'CONDITIONS')
}

/** What is not on a list is absent only where somebody has vouched for the list, and not long ago. */
export function judgeAbsence(list: ListState, kind: 'CONDITIONS' | 'MEDICINES' | 'ALLERGIES'): Judgement {
  if (list.state === 'CURRENT') return { verdict: 'fails', factIds: list.factIds, missing: [] }
  const why = list.state === 'STALE' ? 'STALE' : 'MISSING'
  return unknown([{ kind, name: kind, why, factIds: list.factIds }])
}

function judgeMeasure(test: Extract<PatientTest, { readonly measure: string }>, patient: PatientView): Judgement {
  const { measurements } = patient.clinical
  const measurement = measurements.get(test.measure)
  const lacking = (why: 'MISSING' | 'STALE', factIds: readonly string[] = []): MissingFact[] => [
    { kind: 'MEASUREMENT', name: test.measure, why, factIds },
  ]
  if (measurement === undefined) {
    const hints = patient.options.measures.get(test.measure)?.hintedBy ?? []
    const hint = hints.map(code => measurements.get(code)).find(found => found !== undefined && isWithin(test, found))
    if (hint === undefined) return unknown(lacking('MISSING'))
    return { verdict: 'doubtful', factIds: hint.factIds, missing: lacking('MISSING', hint.factIds) }
  }
  const within = isWithin(test, measurement)
  const { factIds } = measurement
  if (!measurement.doubtful) return { verdict: within ? 'holds' : 'fails', factIds, missing: [] }
  return { verdict: within ? 'doubtful' : 'unknown', factIds, missing: lacking('STALE', factIds) }
}

function isWithin(test: Extract<PatientTest, { readonly measure: string }>, { value }: Measurement): boolean {
  const { below = Infinity, atMost = Infinity, above = -Infinity, atLeast = -Infinity } = test
  return value < below && value <= atMost && value > above && value >= atLeast
}

function judgeAge(
  { below = Infinity, atLeast = 0 }: { readonly below?: number; readonly atLeast?: number },
  { clinical }: PatientView,
): Judgement {
  const { age } = clinical
  if (age === undefined) return unknown([{ kind: 'AGE', name: 'AGE', why: 'MISSING', factIds: [] }])
  const isIn = (years: number): boolean => years >= atLeast && years < below
  if (isIn(age.least) && isIn(age.most)) return { verdict: 'holds', factIds: age.factIds, missing: [] }
  if (age.most < atLeast || age.least >= below) return { verdict: 'fails', factIds: age.factIds, missing: [] }
  return unknown([{ kind: 'AGE', name: 'AGE', why: 'UNCONFIRMED', factIds: age.factIds }])
}

function judgeSex(wanted: string, { clinical: { sex } }: PatientView): Judgement {
  if (sex === undefined) return unknown([{ kind: 'SEX', name: 'SEX', why: 'MISSING', factIds: [] }])
  return { verdict: sex.sex === wanted ? 'holds' : 'fails', factIds: sex.factIds, missing: [] }
}

function judgePregnancy(trimesters: readonly number[] | undefined, patient: PatientView): Judgement {
  const { pregnancy } = patient.clinical
  if (pregnancy === undefined || (pregnancy.state === 'NOT_PREGNANT' && pregnancy.stale)) {
    const cannot = cannotBePregnant(patient)
    if (cannot !== undefined) return { verdict: 'fails', factIds: cannot, missing: [] }
    return unknown(
      pregnancy === undefined ? pregnancyStatus('MISSING', []) : pregnancyStatus('STALE', pregnancy.factIds),
    )
  }
  const { factIds } = pregnancy
  if (pregnancy.state === 'NOT_PREGNANT') return { verdict: 'fails', factIds, missing: [] }
  if (pregnancy.stale) return unknown(pregnancyStatus('STALE', factIds))
  if (trimesters === undefined) return { verdict: 'holds', factIds, missing: [] }
  if (pregnancy.trimester === undefined) return unknown(pregnancyStatus('MISSING', factIds))
  return { verdict: trimesters.includes(pregnancy.trimester) ? 'holds' : 'fails', factIds, missing: [] }
}

function pregnancyStatus(why: MissingFact['why'], factIds: readonly string[]): MissingFact[] {
  return [{ kind: 'PREGNANCY', name: 'PREGNANCY', why, factIds }]
}

/** Facts that rule a pregnancy out: sex, age, or a condition; undefined when none does. */
function cannotBePregnant(patient: PatientView): readonly string[] | undefined {
  const { childbearing, notFertile } = patient.options.currency
  const { sex, age } = patient.clinical
  if (sex?.sex === 'male') return sex.factIds
  if (age !== undefined && (age.most < childbearing.from || age.least > childbearing.to)) return age.factIds
  const infertile = judgeCondition(patient, notFertile)
  return infertile.verdict === 'holds' ? infertile.factIds : undefined
}

function judgeLactation(patient: PatientView): Judgement {
  const { lactation, sex, age } = patient.clinical
  // An old "no" decides nothing; sex and age may.
  const isOldNo = lactation !== undefined && !lactation.value && lactation.stale
  if (lactation !== undefined && !isOldNo) return judgeDated(lactation, Boolean, 'LACTATION')
  const { childbearing } = patient.options.currency
  if (sex?.sex === 'male') return { verdict: 'fails', factIds: sex.factIds, missing: [] }
  if (age !== undefined && (age.most < childbearing.from || age.least > childbearing.to))
    return { verdict: 'fails', factIds: age.factIds, missing: [] }
  return judgeDated(lactation, Boolean, 'LACTATION')
}

/** Without a class, a liver that no list of conditions speaks of counts as healthy. */
function judgeLiver(classes: readonly string[], patient: PatientView): Judgement {
  const { liver } = patient.clinical
  if (liver !== undefined) return judgeDated(liver, value => classes.includes(value), 'LIVER_FUNCTION')
  const disease = judgeCondition(patient, patient.options.currency.liverDisease)
  if (disease.verdict === 'fails') return disease
  return unknown([{ kind: 'LIVER_FUNCTION', name: 'LIVER_FUNCTION', why: 'MISSING', factIds: disease.factIds }])
}

function judgeDated<T>(
  dated: Dated<T> | undefined,
  isMet: (value: T) => boolean,
  kind: 'LACTATION' | 'SMOKING' | 'LIVER_FUNCTION',
): Judgement {
  if (dated === undefined) return unknown([{ kind, name: kind, why: 'MISSING', factIds: [] }])
  const met = isMet(dated.value)
  if (!dated.stale) return { verdict: met ? 'holds' : 'fails', factIds: dated.factIds, missing: [] }
  const missing: MissingFact[] = [{ kind, name: kind, why: 'STALE', factIds: dated.factIds }]
  return { verdict: met ? 'doubtful' : 'unknown', factIds: dated.factIds, missing }
}

function judgeSeveral(atLeast: number, parts: readonly Judgement[]): Judgement {
  const of = (...verdicts: Judgement['verdict'][]): readonly Judgement[] =>
    parts.filter(({ verdict }) => verdicts.includes(verdict))
  const holding = of('holds')
  const asked = parts.some(part => part.asked)
  if (holding.length >= atLeast) return { verdict: 'holds', factIds: idsOf(holding), missing: [], asked }
  const doubtful = of('holds', 'doubtful')
  const missing = of('doubtful', 'unknown').flatMap(part => part.missing)
  if (doubtful.length >= atLeast) return { verdict: 'doubtful', factIds: idsOf(doubtful), missing, asked }
  if (of('holds', 'doubtful', 'unknown').length >= atLeast)
    return { verdict: 'unknown', factIds: idsOf(doubtful), missing }
  return { verdict: 'fails', factIds: idsOf(of('fails')), missing: [] }
}

function idsOf(judgements: readonly Judgement[]): readonly string[] {
  return [...new Set(judgements.flatMap(({ factIds }) => factIds))]
}

function unknown(missing: readonly MissingFact[]): Judgement {
  return { verdict: 'unknown', factIds: [...new Set(missing.flatMap(({ factIds }) => factIds))], missing }
}
