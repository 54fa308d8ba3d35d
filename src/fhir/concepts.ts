import type { NamedDrug, OriginalCode } from '../domain/history/history-fact.js'
import { type Json, listAt, textAt } from './json.js'
import { RXNORM } from './systems.js'

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
 * The drug that a concept names. Several codes may name it at several levels: the first that the data know is taken, and the
 * first of all when they know none.
 */
export function drugOf(concept: Json | undefined, isKnown: (drug: NamedDrug) => boolean): NamedDrug | undefined {
  const codings = listAt(concept, 'coding')
  const words = wordsOf(concept)
  const coded = codings.flatMap((coding): readonly NamedDrug[] => {
    const rxnorm = textAt(coding, 'system') === RXNORM ? textAt(coding, 'code') : undefined
    return rxnorm === undefined ? [] : [{ name: textAt(coding, 'display') ?? words ?? rxnorm, rxnorm }]
  })
  const texts = [textAt(concept, 'text'), ...codings.map(coding => textAt(coding, 'display'))]
  const named = texts.flatMap(name => (name === undefined ? [] : [{ name }]))
  const [first] = [...coded, ...named, ...codings.flatMap(coding => nameByCode(coding))]
  return [...coded, ...named].find(isKnown) ?? first
}

function nameByCode(coding: Json): readonly NamedDrug[] {
  const code = textAt(coding, 'code')
  return code === undefined ? [] : [{ name: code }]
}
