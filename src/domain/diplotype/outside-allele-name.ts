import type { Allele, Gene } from '../knowledge.js'
import { compareNames, components, isCombination } from './name-order.js'

/** An allele name of another laboratory in the words of our data. */
export type OutsideAllele =
  { readonly name: string; readonly known: boolean; readonly changed: boolean } | { readonly refused: string }

/**
 * Finds the allele that an outside name means: with or without the gene's symbol, tandems with or without blanks,
 * copy numbers however written, sub-alleles as their core. A name of another gene or without any known allele in it is
 * refused; a known allele in a number or tandem that has no row is kept, as its effect is unknown, not its identity.
 */
export function outsideAllele(gene: Gene, written: string): OutsideAllele {
  const text = written.trim().replace(/\s+/g, ' ')
  if (gene.lookupMethod === 'allele-status') return typedAllele(gene, text)
  const bare = withoutSymbol(gene, text)
  const exact = findAllele(gene, bare)
  if (exact !== undefined) return named(exact.core ?? exact.name, exact.core !== undefined)
  const copies = copyNumber(gene, bare)
  if (copies !== undefined) return copies
  const parts = partsOf(bare)
  if (parts.length > 1) return tandem(gene, bare, parts)
  const [base, suballele] = bare.split('.')
  if (base !== undefined && suballele !== undefined && /^\d+$/.test(suballele) && findAllele(gene, base))
    return named(base, true)
  const prefixed = findAllele(gene, `m.${bare}`)
  if (prefixed !== undefined) return named(prefixed.name, true)
  return { refused: `${gene.symbol}: "${written}" is no allele we know.` }
}

const named = (name: string, changed: boolean, known = true): OutsideAllele => ({ name, known, changed })

function findAllele(gene: Gene, name: string): Allele | undefined {
  const lower = name.toLowerCase()
  return (
    gene.alleles.find(allele => allele.name === name) ??
    gene.alleles.find(allele => allele.name.toLowerCase() === lower)
  )
}

function withoutSymbol(gene: Gene, text: string): string {
  return text.startsWith(gene.symbol) ? text.slice(gene.symbol.length).replace(/^[\s:_-]+/, '') : text
}

/** "*1x3", "*1X3", "*1≥3", "*1xN": the row of that number, or of "at least" it, is found when phenotypes are assigned. */
function copyNumber(gene: Gene, name: string): OutsideAllele | undefined {
  const [, base, least, count] = /^(\*[^xX×≥]+?)\s*[xX×]?\s*(≥|>=)?\s*(\d+|[nN])$/.exec(name) ?? []
  if (base === undefined || count === undefined || base === name) return undefined
  const separated = /[xX×≥]|>=/.test(name.slice(base.length))
  const found = separated ? findAllele(gene, base) : undefined
  if (found === undefined) return undefined
  if (count === '1' && least === undefined) return named(found.name, true)
  const canonical = `${found.name}x${least === undefined ? '' : '≥'}${count.toUpperCase()}`
  const row = gene.alleles.some(allele => allele.name === canonical)
  return named(canonical, canonical !== name, row)
}

/** "[a + b]", "*36+*10": alleles on one chromosome. A "+" inside an allele's own name separates nothing. */
function partsOf(name: string): readonly string[] {
  if (isCombination(name)) return components(name.replace(/\s*\+\s*(?=\*)/g, ' + '))
  return /^\*\w+(\s*\+\s*\*\w+)+$/.test(name.replace(/[≥.]/g, '')) ? name.split(/\s*\+\s*/) : [name]
}

function tandem(gene: Gene, written: string, parts: readonly string[]): OutsideAllele {
  const resolved = parts.map(part => outsideAllele(gene, part))
  const refusal = resolved.find(part => 'refused' in part)
  if (refusal !== undefined) return refusal
  const names = resolved.flatMap(part => ('refused' in part ? [] : [part.name]))
  const row = gene.alleles.find(allele => sameParts(partsOf(allele.name), names))
  if (row !== undefined) return named(row.name, row.name !== written)
  const combination = `[${names.toSorted(compareNames).join(' + ')}]`
  return named(combination, combination !== written, gene.callingRule === 'lowest-function')
}

function sameParts(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 1 && a.length === b.length && a.toSorted().join(' ') === b.toSorted().join(' ')
}

/** Alleles named by typing fields: two fields decide, more are cut off, fewer say too little. */
function typedAllele(gene: Gene, written: string): OutsideAllele {
  const locus = gene.symbol.split('-').at(-1) ?? gene.symbol
  const [, , letter, fields, suffix] = /^(HLA-)?([A-Z]+\d*)?\*?(\d{2,3}(?::\d{2,3})*)([A-Z])?$/.exec(written) ?? []
  if (fields === undefined) return { refused: `${gene.symbol}: "${written}" is no typed allele.` }
  if (letter !== undefined && letter !== locus)
    return { refused: `${gene.symbol}: "${written}" belongs to another gene.` }
  if (suffix !== undefined)
    return { refused: `${gene.symbol}: "${written}" has an expression suffix, whose effect no guideline states.` }
  const [first, second] = fields.split(':')
  if (second === undefined) return { refused: `${gene.symbol}: "${written}" is typed to one field; two are needed.` }
  const name = `*${first}:${second}`
  return named(name, name !== written)
}
