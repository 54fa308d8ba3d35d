import { diplotypeOf, plainHaplotype } from '../domain/diplotype/diplotype.js'
import type { Action, Directive, Gene, Guideline, GuidelineRow, Knowledge } from '../domain/knowledge.js'
import { diplotypePhenotype } from '../domain/phenotype/diplotype-phenotype.js'

export type Doubt =
  /** Whoever carries no known variant is told to change something. */
  | 'REFERENCE_RESTRICTED'
  /** Standard dosing and its opposite hold at once: one of them belongs under a condition. */
  | 'CONTRADICTS_ITSELF'
  /** An amount stands under a condition and its action does not, or the other way round. */
  | 'AMOUNT_APART_FROM_ACTION'
  /** A factor above 1 lowers the dose, or one below 1 raises it. */
  | 'FACTOR_AGAINST_ACTION'
  /** The strictest thing a row says holds only under a condition. */
  | 'STRICTEST_IS_CONDITIONAL'
  /** Another drug as it stands, beside a circumstance in which nothing changes: it belongs to the other circumstance. */
  | 'HOLDS_BESIDE_STANDARD'

export interface DoubtfulRow {
  readonly doubt: Doubt
  /** "CPIC codeine (PA…): CYP2D6 0.0": the first key of the row. */
  readonly row: string
}

/**
 * Rows that look as if something was lost or misplaced on the way from their source: none of this is wrong in itself, each
 * needs a person who compares it with the source.
 */
export function doubtfulRows(knowledge: Knowledge): readonly DoubtfulRow[] {
  const references = new Map([...knowledge.genes.values()].map(gene => [gene.symbol, referenceKeys(gene)]))
  return [...knowledge.guidelines.values()].flat().flatMap(guideline =>
    guideline.rows.flatMap(row => {
      const doubts: Doubt[] = []
      if (restrictsReference(row, references)) doubts.push('REFERENCE_RESTRICTED')
      if (contradictsItself(row)) doubts.push('CONTRADICTS_ITSELF')
      if (amountApart(row)) doubts.push('AMOUNT_APART_FROM_ACTION')
      if ([row, ...row.conditions].some(factorAgainstAction)) doubts.push('FACTOR_AGAINST_ACTION')
      if (strictestIsConditional(row)) doubts.push('STRICTEST_IS_CONDITIONAL')
      if (holdsBesideStandard(row)) doubts.push('HOLDS_BESIDE_STANDARD')
      return doubts.map(doubt => ({ doubt, row: nameOf(guideline, row) }))
    }),
  )
}

function nameOf({ source, drug, id }: Guideline, { genes, keys }: GuidelineRow): string {
  return `${source} ${drug} (${id}): ${genes.map((gene, index) => `${gene} ${keys[0]?.[index]?.value}`).join(', ')}`
}

/** Everything by which two reference alleles (one, where there is one chromosome) are found. */
function referenceKeys(gene: Gene): ReadonlySet<string> {
  if (gene.phenotypes.method === 'allele-status')
    return new Set(gene.phenotypes.statuses.map(({ negative }) => negative))
  if (gene.referenceAllele === undefined) return new Set()
  const copies = gene.ploidy === 'mitochondrial' ? 1 : 2
  const haplotypes = Array.from({ length: copies }, () => plainHaplotype(gene.referenceAllele ?? ''))
  const diplotype = diplotypeOf(haplotypes, 0)
  const { phenotypes, lookupKeys } = diplotypePhenotype(gene, diplotype)
  return new Set([diplotype.name, ...phenotypes, ...lookupKeys])
}

const CHANGES: readonly Action[] = [
  'CONTRAINDICATED',
  'AVOID',
  'ALTERNATIVE_DRUG',
  'CONSIDER_ALTERNATIVE',
  'DOSE_DECREASE',
  'DOSE_INCREASE',
]

/** Actions that no condition names: they hold as they stand. */
function unconditional({ actions, conditions }: GuidelineRow): readonly Action[] {
  const conditional = new Set(conditions.flatMap(({ when, actions: named }) => (when === undefined ? [] : named)))
  return actions.filter(action => !conditional.has(action))
}

function restrictsReference(row: GuidelineRow, references: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  if (!unconditional(row).some(action => CHANGES.includes(action))) return false
  return row.keys.some(key => {
    const asked = key.map(({ type, value }, index) => ({ type, value, gene: row.genes[index] ?? '' }))
    const found = asked.filter(({ type }) => type !== 'no-result')
    return found.length > 0 && found.every(({ gene, value }) => references.get(gene)?.has(value))
  })
}

/** A standard start with another maintenance dose is no contradiction. */
function contradictsItself(row: GuidelineRow): boolean {
  const actions = unconditional(row)
  if (!actions.includes('STANDARD_DOSING')) return false
  const others = actions.filter(action => CHANGES.includes(action))
  const phased = row.dosePhase !== undefined || row.doseChanges.some(({ phase }) => phase !== undefined)
  return others.some(action => !phased || !changesDose(action))
}

function amountApart(row: GuidelineRow): boolean {
  const actions = unconditional(row)
  const standardToo =
    actions.includes('STANDARD_DOSING') || actions.includes('ALTERNATIVE_DRUG') || actions.includes('AVOID')
  const bareAmount = row.conditions.some(
    ({ kind, actions: named, doseChanges, doses }) =>
      kind === 'if' && named.length === 0 && doseChanges.length + doses.length > 0,
  )
  const lacksAmount = row.doseChanges.length + row.doses.length === 0
  if (bareAmount && lacksAmount && standardToo && actions.some(changesDose)) return true
  // An amount of the row that only conditions without one could use: they repeat the action to add to it.
  const repeating = row.conditions.filter(
    condition => condition.when !== undefined && condition.actions.some(changesDose),
  )
  const ownsAmount = actions.some(action => changesDose(action) || action === 'TITRATE' || action === 'STANDARD_DOSING')
  return !lacksAmount && !ownsAmount && repeating.length > 0 && repeating.every(adds)
}

function changesDose(action: Action): boolean {
  return action === 'DOSE_DECREASE' || action === 'DOSE_INCREASE'
}

function adds({ doseChanges, doses, tags }: Directive): boolean {
  return doseChanges.length + doses.length === 0 && tags.length > 0
}

function factorAgainstAction({ actions, doseChanges }: Directive): boolean {
  const [lowers, raises] = [actions.includes('DOSE_DECREASE'), actions.includes('DOSE_INCREASE')]
  return doseChanges.some(
    ({ min, max }) => (lowers && !raises && (max ?? 0) > 1) || (raises && !lowers && min !== undefined && min < 1),
  )
}

function strictestIsConditional(row: GuidelineRow): boolean {
  const [strictest] = (['CONTRAINDICATED', 'AVOID'] as const).filter(action => row.actions.includes(action))
  return strictest !== undefined && !unconditional(row).includes(strictest)
}

const AWAY: readonly Action[] = ['CONTRAINDICATED', 'AVOID', 'ALTERNATIVE_DRUG', 'CONSIDER_ALTERNATIVE']

function holdsBesideStandard(row: GuidelineRow): boolean {
  const unchanged = row.conditions.some(({ actions }) => actions.length === 1 && actions[0] === 'STANDARD_DOSING')
  return unchanged && unconditional(row).some(action => AWAY.includes(action))
}
