import type { Drug, Guideline, Knowledge } from '../knowledge.js'
import { SOURCES } from '../knowledge.js'
import { isAbout } from '../history/known-medicines.js'
import type { PatientFacts } from '../history/patient-history.js'
import type { ConvertedPhenotype, Influence } from '../phenoconversion/converted-phenotype.js'
import { cautionsWithoutResult, withoutOwnInhibition } from '../phenoconversion/phenoconvert.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import { NOTHING_WITHHELD } from './advice.js'
import type { DrugAdvice, MedicineCaution, Outcome, WithheldGenes } from './advice.js'
import { agreementOf } from './agreement.js'
import { checkGuideline } from './check-guideline.js'
import { conversionEffects } from './conversion-effects.js'
import { whatWouldChange } from './what-would-change.js'
import { agreementText } from './wording/agreement-text.js'
import { cautionText } from './wording/caution-text.js'
import { noAnswerText } from './wording/outcome-text.js'

/** What the medicines of the question do to a gene, whether or not anything is known of it. */
export type InfluencesOf = (gene: string) => readonly Influence[]

const NO_MEDICINES: InfluencesOf = () => []

/**
 * What every source says of one drug for one person: at least one typed outcome per source, never an empty list (promise
 * P2). Facts choose populations; a phenotype that medicines changed is asked for as it is now, except for what the drug does
 * to itself. A gene that is withheld counts as withheld even where a result of it is given.
 */
export function checkDrug(
  drug: Drug,
  phenotypes: readonly (GenePhenotype | ConvertedPhenotype)[],
  facts: PatientFacts,
  knowledge: Knowledge,
  withheld: WithheldGenes = NOTHING_WITHHELD,
  influences: InfluencesOf = NO_MEDICINES,
): DrugAdvice {
  const names = new Set([drug.name, ...drug.synonyms, ...(drug.rxnorm === undefined ? [] : [drug.rxnorm])])
  const byGene: ReadonlyMap<string, GenePhenotype | ConvertedPhenotype> = new Map(
    phenotypes
      .filter(({ gene }) => !withheld.has(gene))
      .map(phenotype => [
        phenotype.gene,
        'influences' in phenotype ? withoutOwnInhibition(phenotype, names, knowledge) : phenotype,
      ]),
  )
  const guidelines = knowledge.guidelines.get(drug.name) ?? []
  const ask = (guideline: Guideline, given: typeof byGene) =>
    checkGuideline(drug, guideline, given, facts, knowledge, withheld)
  const outcomes = SOURCES.flatMap((source): Outcome[] => {
    const own = guidelines.filter(guideline => guideline.source === source)
    if (own.length > 0) return own.map(guideline => ask(guideline, byGene))
    const base = { drug: drug.name, source, genes: [], robust: true, wouldSettle: [], reasons: [] }
    return [{ ...base, type: 'NoGuideline', text: noAnswerText('NoGuideline', base, []) }]
  })
  const agreement = agreementOf(outcomes)
  const genes = new Set(guidelines.flatMap(guideline => guideline.genes))
  const ofOthers = (gene: string) => influences(gene).filter(({ interaction }) => !isAbout(interaction, names))
  const cautions = [...genes].flatMap(gene =>
    withheld.has(gene) ? [] : cautionsOn(gene, byGene.get(gene), () => ofOthers(gene)),
  )
  return {
    drug,
    outcomes,
    agreement: { ...agreement, ...agreementText(drug, agreement, knowledge) },
    robust: outcomes.every(outcome => outcome.robust),
    cautions,
    phenoconversion: conversionEffects(guidelines, outcomes, byGene, cautions, ask),
    whatWouldChange: whatWouldChange(outcomes, guidelines, byGene, knowledge, withheld),
    phenotypes: [...byGene.values()].filter(phenotype => genes.has(phenotype.gene)),
    withheld: [...withheld].flatMap(([gene, reason]) => (genes.has(gene) ? [{ gene, reason }] : [])),
    knowledgeVersion: knowledge.version,
  }
}

/** A gene that nobody looked at is spoken of as one that could not be called: the medicines act on it all the same. */
function cautionsOn(
  gene: string,
  phenotype: GenePhenotype | ConvertedPhenotype | undefined,
  influences: () => readonly Influence[],
): readonly MedicineCaution[] {
  const cautions =
    phenotype === undefined ? cautionsWithoutResult(influences()) : 'cautions' in phenotype ? phenotype.cautions : []
  return cautions.map(caution => ({ gene, ...caution, text: cautionText(gene, caution) }))
}
