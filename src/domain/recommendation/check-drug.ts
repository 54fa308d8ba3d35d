import type { Drug, Guideline, Knowledge } from '../knowledge.js'
import { SOURCES } from '../knowledge.js'
import type { PatientFacts } from '../history/patient-history.js'
import type { ConvertedPhenotype } from '../phenoconversion/converted-phenotype.js'
import { withoutOwnInhibition } from '../phenoconversion/phenoconvert.js'
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
  const cautions = cautionsOn(byGene, genes)
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

/** Only for genes that matter for the drug. */
function cautionsOn(
  phenotypes: ReadonlyMap<string, GenePhenotype | ConvertedPhenotype>,
  genes: ReadonlySet<string>,
): readonly MedicineCaution[] {
  return [...phenotypes].flatMap(([gene, phenotype]) =>
    genes.has(gene) && 'cautions' in phenotype
      ? phenotype.cautions.map(caution => ({ gene, ...caution, text: cautionText(gene, caution) }))
      : [],
  )
}
