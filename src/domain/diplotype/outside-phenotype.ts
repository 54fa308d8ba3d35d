import type { Gene } from '../knowledge.js'

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  PM: 'Poor Metabolizer',
  IM: 'Intermediate Metabolizer',
  NM: 'Normal Metabolizer',
  EM: 'Normal Metabolizer',
  RM: 'Rapid Metabolizer',
  UM: 'Ultrarapid Metabolizer',
}

const STANDARD = Object.values(ABBREVIATIONS)

/** A phenotype as laboratories write it, in the words guidelines use: "EM", "extensive metabolisers" → "Normal Metabolizer". */
export function canonicalPhenotype(written: string, symbol?: string): string {
  const text = (symbol === undefined ? written : written.replace(symbol, ''))
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/metaboli[sz]ers?/gi, 'Metabolizer')
  const expanded = ABBREVIATIONS[text.toUpperCase()]
  if (expanded !== undefined) return expanded
  const lower = text.toLowerCase().replace('extensive', 'normal')
  if (lower.includes('indeterminate')) return 'Indeterminate'
  const standard = STANDARD.toSorted((a, b) => b.length - a.length).find(name => lower.includes(name.toLowerCase()))
  if (standard === undefined) return text
  const [, certainty] = /\b(likely|possible)\b/.exec(lower) ?? []
  return certainty === undefined ? standard : `${certainty === 'likely' ? 'Likely' : 'Possible'} ${standard}`
}

/** The gene's own spelling of a phenotype; undefined when the gene has phenotypes and this is none of them. */
export function phenotypeOfGene(gene: Gene, written: string): string | undefined {
  const canonical = canonicalPhenotype(written, gene.symbol)
  const vocabulary = phenotypesOf(gene)
  const found = vocabulary.find(phenotype => phenotype.toLowerCase() === canonical.toLowerCase())
  return found ?? (vocabulary.length === 0 || canonical === 'Indeterminate' ? canonical : undefined)
}

/** The words a gene's phenotype may have; none where it has no table. */
export function phenotypesOf({ phenotypes }: Gene): readonly string[] {
  switch (phenotypes.method) {
    case 'activity-score':
      return [...new Set([...phenotypes.ranges.map(range => range.phenotype), phenotypes.indeterminate])]
    case 'function-combination':
      return [...new Set(phenotypes.rules.map(rule => rule.phenotype))]
    case 'allele-status':
      return phenotypes.statuses.flatMap(({ positive, negative }) => [positive, negative])
    case 'none':
      return []
  }
}

/** "2" → "2.0", ">=3" → "≥3.0", "n/a" as it is; undefined for anything that is no score. */
export function canonicalActivityScore(written: string): string | undefined {
  const text = written.trim()
  if (/^n\/?a$/i.test(text)) return 'n/a'
  const [, sign, digits] = /^(≥|>=|>)?\s*(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (digits === undefined) return undefined
  return `${sign === '>=' ? '≥' : (sign ?? '')}${decimal(Number(digits))}`
}

/** Scores are compared as texts, always with a decimal place. */
export function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value * 1000) / 1000)
}
