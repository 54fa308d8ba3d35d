import type { PhenoconversionCaution } from '../../phenoconversion/converted-phenotype.js'
import { ENGLISH } from './english.js'
import type { Texts, Wording } from './wording.js'

/** "A strong inhibitor of ABC1 (name) is taken; no guideline states by how much it changes the result." */
export function cautionText(
  gene: string,
  { reason, influence }: PhenoconversionCaution,
  words: Wording = ENGLISH,
): Texts {
  const { interaction, timing } = influence
  const { role, strength } = interaction
  return words.caution[reason]({
    gene,
    medicine: interaction.drug,
    role,
    timing,
    strength: strength === undefined ? '' : `${strength} `,
  })
}
