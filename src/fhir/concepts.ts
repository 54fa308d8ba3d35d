import type { DrugLookup } from '../domain/history/drug-lookup.js'
import type { NamedDrug, OriginalCode } from '../domain/history/history-fact.js'
import type { MedicineMatch } from '../domain/history/known-medicines.js'
import { type Json, listAt, textAt } from './json.js'
import { ATC, RXNORM } from './systems.js'

/** Every code of a concept and its words, as they were sent. */
export function originalCodes(concept: Json | undefined): readonly OriginalCode[] {
  const codes = listAt(concept, 'coding').map(coding => ({
    ...(textAt(coding, 'system') === undefined ? {} : { system: textAt(coding, 'system') }),
    ...(textAt(coding, 'code') === undefined ? {} : { code: textAt(coding, 'code') }),
    ...(textAt(coding, 'display') === undefined ? {} : { text: textAt(coding, 'display') }),
  }))
  const text = textAt(concept, 'text')
  return text === undefined ? codes : [...codes, { text }]
}

/** The codes of one system. */
export function codesIn(concept: Json | undefined, system: string): readonly string[] {
  return listAt(concept, 'coding').flatMap(coding =>
    textAt(coding, 'system') === system ? (textAt(coding, 'code') ?? []) : [],
  )
}

/** The codes of a concept, whatever their systems. */
export function codesOf(concept: Json | undefined): readonly string[] {
  return listAt(concept, 'coding').flatMap(coding => textAt(coding, 'code') ?? [])
}

/** The words of a concept, the sender's own first. */
export function wordsOf(concept: Json | undefined): string | undefined {
  return (
    textAt(concept, 'text') ??
    listAt(concept, 'coding')
      .map(coding => textAt(coding, 'display'))
      .find(text => text !== undefined)
  )
}

/**
 * The drug that a concept names. Several codes may name it at several levels: the first that the data know by its id or its
 * name is taken. Otherwise what its ATC code and its words say, when all that say anything say the same; where they differ
 * they are kept side by side, so that nobody takes one for the other. The first of all when the data know none.
 */
export function drugOf(concept: Json | undefined, { matchOf, areSame, byAtc }: DrugLookup): NamedDrug | undefined {
  const codings = listAt(concept, 'coding')
  const words = wordsOf(concept)
  const coded = codings.flatMap((coding): readonly NamedDrug[] => {
    const rxnorm = textAt(coding, 'system') === RXNORM ? textAt(coding, 'code') : undefined
    return rxnorm === undefined ? [] : [{ name: textAt(coding, 'display') ?? words ?? rxnorm, rxnorm }]
  })
  const texts = [textAt(concept, 'text'), ...codings.map(coding => textAt(coding, 'display'))]
  const stated = [...coded, ...texts.flatMap(name => (name === undefined ? [] : [{ name }]))]
  const exact = stated.find(drug => isExact(matchOf(drug)))
  if (exact !== undefined) return exact
  const classified = codesIn(concept, ATC).flatMap(code => byAtc(code) ?? [])
  const read = [...classified, ...stated.filter(drug => matchOf(drug) === 'TEXT')]
  const [first] = read
  if (first === undefined) return stated[0] ?? codings.flatMap(coding => nameByCode(coding))[0]
  if (read.every(other => areSame(first, other))) return first
  return { name: [...new Set(read.map(({ name }) => name))].join(' | ') }
}

export function isExact(match: MedicineMatch | undefined): boolean {
  return match !== undefined && match !== 'TEXT'
}

function nameByCode(coding: Json): readonly NamedDrug[] {
  const code = textAt(coding, 'code')
  return code === undefined ? [] : [{ name: code }]
}
