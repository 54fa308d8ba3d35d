import type { Diagnostic } from '../diagnostics.js'
import type { Gene } from '../knowledge.js'
import { diplotypeOf, haplotypeNamed } from './diplotype.js'
import type { Diplotype, OutsideCall } from './gene-call.js'
import { outsideAllele } from './outside-allele-name.js'
import { isExplicitNoCall } from './outside-calls.js'
import { canonicalActivityScore, phenotypeOfGene } from './outside-phenotype.js'

/** Why an outside call cannot be used, as a code. */
export type OutsideCallProblem =
  'UNKNOWN_ALLELE' | 'WRONG_NUMBER_OF_ALLELES' | 'UNKNOWN_PHENOTYPE' | 'NO_ACTIVITY_SCORE'

export interface NormalisedOutsideCall {
  /** In the words of our data; `refused` when it cannot be used. */
  readonly call: OutsideCall
  /** Beside `call.refused`, when it was refused here. */
  readonly problem?: OutsideCallProblem
  readonly diplotype?: Diplotype
  /** Known alleles in a number or tandem for which no row exists: their effect is unknown. */
  readonly unscored: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Checks an outside call against the gene it is for and says it in our words; what it changes, it reports. */
export function normaliseOutsideCall(call: OutsideCall, gene: Gene): NormalisedOutsideCall {
  const diagnostics: Diagnostic[] = []
  const report = (code: Diagnostic['code'], severity: Diagnostic['severity'], message: string): void => {
    diagnostics.push({
      code,
      severity,
      gene: gene.symbol,
      message,
      ...(call.line === undefined ? {} : { line: call.line }),
    })
  }
  const refuse = (problem: OutsideCallProblem, refused: string): NormalisedOutsideCall => {
    report('OUTSIDE_CALL_REFUSED', 'error', refused)
    return { call: { ...call, gene: gene.symbol, refused }, problem, unscored: [], diagnostics }
  }
  if (call.refused !== undefined) return { call: { ...call, gene: gene.symbol }, unscored: [], diagnostics }

  const phenotype = call.phenotype === undefined ? undefined : phenotypeOfGene(gene, call.phenotype)
  if (call.phenotype !== undefined && phenotype === undefined)
    return refuse('UNKNOWN_PHENOTYPE', `${gene.symbol}: "${call.phenotype}" is none of the gene's phenotypes.`)
  const score = call.activityScore === undefined ? undefined : canonicalActivityScore(call.activityScore)
  if (call.activityScore !== undefined && score === undefined)
    return refuse('NO_ACTIVITY_SCORE', `${gene.symbol}: "${call.activityScore}" is no activity score.`)
  const scored = gene.phenotypes.method === 'activity-score'
  if (!scored && call.diplotype === undefined && phenotype === undefined)
    return refuse('NO_ACTIVITY_SCORE', `${gene.symbol} has no activity scores; a diplotype or phenotype is needed.`)

  const said = {
    ...(phenotype === undefined ? {} : { phenotype }),
    ...(score === undefined || !scored ? {} : { activityScore: score }),
  }
  const { diplotype: _, phenotype: __, activityScore: ___, ...rest } = call
  const base: OutsideCall = { ...rest, gene: gene.symbol, ...said }
  if (call.diplotype === undefined) return { call: base, unscored: [], diagnostics }
  if (isExplicitNoCall(call.diplotype)) return { call: { ...base, diplotype: './.' }, unscored: [], diagnostics }

  const alleles = splitDiplotype(gene, call.diplotype).map(name => ({
    written: name,
    found: outsideAllele(gene, name),
  }))
  const refusal = alleles.find(({ found }) => 'refused' in found)?.found
  if (refusal !== undefined && 'refused' in refusal) return refuse('UNKNOWN_ALLELE', refusal.refused)
  const count = whyWrongCount(gene, alleles.length)
  if (count !== undefined) return refuse('WRONG_NUMBER_OF_ALLELES', count)
  const names = alleles.flatMap(({ written, found }) => {
    if ('refused' in found) return []
    if (found.changed)
      report('OUTSIDE_CALL_CHANGED', 'note', `${gene.symbol}: "${written}" is read as "${found.name}".`)
    return [found]
  })
  const unscored = names.filter(found => !found.known).map(found => found.name)
  for (const name of unscored)
    report('UNKNOWN_OUTSIDE_ALLELE', 'warning', `${gene.symbol}: no source states the effect of "${name}".`)
  const diplotype = diplotypeOf(
    names.map(({ name }) => haplotypeNamed(name, gene)),
    0,
  )
  return { call: { ...base, diplotype: diplotype.name }, diplotype, unscored, diagnostics }
}

/** Splits at the "/" between two alleles; some allele names contain one themselves. */
function splitDiplotype(gene: Gene, written: string): readonly string[] {
  const parts = written.split('/')
  if (parts.length <= 2) return parts
  const whole = outsideAllele(gene, written)
  if (!('refused' in whole)) return [written]
  for (let i = 1; i < parts.length; i++) {
    const halves = [parts.slice(0, i).join('/'), parts.slice(i).join('/')]
    if (halves.every(half => !('refused' in outsideAllele(gene, half)))) return halves
  }
  return parts
}

function whyWrongCount(gene: Gene, count: number): string | undefined {
  if (count > 2) return `${gene.symbol}: ${count} alleles were given, two are possible.`
  if (gene.ploidy === 'mitochondrial' && count > 1) return `${gene.symbol} is mitochondrial: one allele is expected.`
  const oneSuffices = gene.ploidy !== 'diploid' || gene.lookupMethod === 'allele-status'
  if (count === 1 && !oneSuffices) return `${gene.symbol}: one allele was given, two are needed.`
  return undefined
}
