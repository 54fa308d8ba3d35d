import type { Interaction, Knowledge, PhenoconversionRule, PhenotypeTable } from '../knowledge.js'
import { isAbout, knownMedicine } from '../history/known-medicines.js'
import { type Medicine, medicineTiming, type MedicineTiming, type PatientHistory } from '../history/patient-history.js'
import { oncePerTwo } from '../once-per.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import { convertScore } from './convert-score.js'
import type {
  ConvertedPhenotype,
  EffectivePhenotype,
  Influence,
  PhenoconversionCaution,
} from './converted-phenotype.js'

/**
 * Puts what a gene's product does under the patient's medicines beside what the genome predicts. Only a factor that a
 * guideline states changes anything; every other inhibitor or inducer is a caution (promise P7).
 */
export function phenoconvert(
  predicted: GenePhenotype,
  history: PatientHistory,
  knowledge: Knowledge,
): ConvertedPhenotype {
  return convertUnder(predicted, influencesOn(predicted.gene, history, knowledge), knowledge)
}

/** The same for one drug that is asked about: its own inhibition is not applied to itself. */
export function withoutOwnInhibition(
  phenotype: ConvertedPhenotype,
  drugNames: ReadonlySet<string>,
  knowledge: Knowledge,
): ConvertedPhenotype {
  const others = phenotype.influences.filter(({ interaction }) => !isAbout(interaction, drugNames))
  if (others.length === phenotype.influences.length) return phenotype
  return convertUnder(phenotype, others, knowledge)
}

function convertUnder(
  predicted: GenePhenotype,
  influences: readonly Influence[],
  knowledge: Knowledge,
): ConvertedPhenotype {
  const { gene, call, results, otherResults, robust } = predicted
  const rule = knowledge.phenoconversion.get(gene)
  const table = knowledge.genes.get(gene)?.phenotypes
  const phenotype = { gene, call, results, otherResults, robust, influences }
  if (results.length + otherResults.length === 0) return { ...phenotype, cautions: cautionsWithoutResult(influences) }
  const cautions = influences.flatMap(cautionOf)
  if (!rule || table?.method !== 'activity-score') return { ...phenotype, cautions }
  const effective = effectiveUnder(predicted, influences, table, rule)
  if (!effective) return { ...phenotype, cautions }
  return { ...phenotype, effective, cautions: [...cautions, ...scoreCautions(predicted, effective, table, rule)] }
}

type ScoreTable = Extract<PhenotypeTable, { readonly method: 'activity-score' }>

/**
 * Several inhibitors at once: the smallest factor. A medicine that is still building up or wearing off, or may not be taken
 * at all, leaves both answers standing: the likelier one as the result, the other among `otherResults`.
 */
function effectiveUnder(
  predicted: GenePhenotype,
  influences: readonly Influence[],
  table: ScoreTable,
  rule: PhenoconversionRule,
): EffectivePhenotype | undefined {
  const factorOf = (...timings: Influence['timing'][]) =>
    Math.min(
      1,
      ...influences.filter(({ timing }) => timings.includes(timing)).map(({ interaction }) => interaction.factor ?? 1),
    )
  const factor = factorOf('FULL', 'BUILDING_UP')
  const possible = new Set([factorOf('FULL'), factorOf(...TIMINGS)])
  possible.delete(factor)
  if (factor === 1 && possible.size === 0) return undefined
  const under = (multiplier: number) => (result: GenePhenotype['results'][number]) =>
    multiplier === 1 ? result : convertScore(result, multiplier, table, rule).result
  const alternatives = [...possible].flatMap(other =>
    [...predicted.results, ...predicted.otherResults].map(under(other)),
  )
  return {
    results: predicted.results.map(under(factor)),
    otherResults: [...predicted.otherResults.map(under(factor)), ...alternatives],
    factor,
    because: influences.filter(({ interaction }) => interaction.factor !== undefined && interaction.factor < 1),
  }
}

interface ActingMedicines {
  readonly acting: readonly {
    readonly medicine: Medicine
    readonly timing: MedicineTiming
    readonly names: ReadonlySet<string>
  }[]
  /** Names of all that is taken now. */
  readonly together: ReadonlySet<string>
}

/** Every gene asks for the same medicines: they are named once for a history. */
const actingMedicines = oncePerTwo(nameMedicines)

function nameMedicines({ medicines, asOf }: PatientHistory, knowledge: Knowledge): ActingMedicines {
  const acting = medicines.flatMap(medicine => {
    const timing = medicineTiming(medicine, asOf)
    return timing.state === 'planned' ? [] : [{ medicine, timing, names: knownMedicine(medicine, knowledge).names }]
  })
  const taken = acting.filter(({ timing }) => timing.state === 'current')
  return { acting, together: new Set(taken.flatMap(({ names }) => [...names])) }
}

export function influencesOn(gene: string, history: PatientHistory, knowledge: Knowledge): Influence[] {
  const interactions = knowledge.interactions.get(gene)
  if (!interactions) return []
  const rule = knowledge.phenoconversion.get(gene)
  const { acting, together } = actingMedicines(history, knowledge)
  return interactions.flatMap(interaction => {
    const about = acting.filter(({ names }) => isAbout(interaction, names))
    if (about.length === 0 && interaction.ingredients.length === 0) return []
    // A fixed combination may be stated as its parts, one line each.
    const parts = isAbout(interaction, together) ? acting.filter(({ names }) => isPartOf(interaction, names)) : []
    const influences = (about.length > 0 ? about : parts).flatMap(({ medicine, timing }): Influence[] => {
      const state = timingOf(medicine, timing, interaction, rule)
      return state ? [{ medicine, interaction, timing: state }] : []
    })
    return influences.toSorted((a, b) => TIMINGS.indexOf(a.timing) - TIMINGS.indexOf(b.timing)).slice(0, 1)
  })
}

/** Surest first: a medicine stated twice counts by its surest statement. */
const TIMINGS: readonly Influence['timing'][] = ['FULL', 'BUILDING_UP', 'WEARING_OFF', 'UNCERTAIN']

function isPartOf(interaction: Interaction, names: ReadonlySet<string>): boolean {
  return interaction.ingredients.some(
    ({ name, rxnorm }) => names.has(name) || (rxnorm !== undefined && names.has(rxnorm)),
  )
}

function timingOf(
  { uncertain }: Medicine,
  timing: ReturnType<typeof medicineTiming>,
  interaction: Interaction,
  rule: PhenoconversionRule | undefined,
): Influence['timing'] | undefined {
  if (timing.state === 'current') {
    if (uncertain === true) return 'UNCERTAIN'
    return timing.daysSinceStart !== undefined && timing.daysSinceStart < (rule?.onsetDays ?? 0)
      ? 'BUILDING_UP'
      : 'FULL'
  }
  if (timing.state === 'planned') return undefined
  const washout = interaction.washoutDays ?? rule?.washoutDays ?? 0
  return timing.daysSinceStop <= washout ? 'WEARING_OFF' : undefined
}

function cautionOf(influence: Influence): PhenoconversionCaution[] {
  const { interaction, timing } = influence
  if (interaction.role === 'inducer') return [{ reason: 'INDUCER', influence }]
  if (interaction.factor === undefined) return [{ reason: 'NO_CITED_FACTOR', influence }]
  if (interaction.factor === 1 || timing === 'FULL') return []
  return [{ reason: timing, influence }]
}

/** Where no result is known there is nothing to convert; what the medicines do to the gene is worth saying all the same. */
export function cautionsWithoutResult(influences: readonly Influence[]): readonly PhenoconversionCaution[] {
  return influences.flatMap((influence): PhenoconversionCaution[] => {
    const { interaction, timing } = influence
    if (interaction.factor === 1) return []
    if (timing === 'FULL' || interaction.factor === undefined) return [{ reason: 'NO_RESULT', influence }]
    return [{ reason: timing, influence }]
  })
}

function scoreCautions(
  predicted: GenePhenotype,
  effective: EffectivePhenotype,
  table: ScoreTable,
  rule: PhenoconversionRule,
): PhenoconversionCaution[] {
  const [influence] = effective.because
  if (!influence || effective.factor === 1) return []
  const reasons = new Set(
    [...predicted.results, ...predicted.otherResults].flatMap(result => {
      const converted = convertScore(result, effective.factor, table, rule)
      return converted.kind === 'converted' ? [] : [converted.reason]
    }),
  )
  return [...reasons].map(reason => ({ reason, influence }))
}
