import type { OptionKnowledge } from '../domain/option-knowledge.js'
import type { DataFile } from './data-file.js'
import { decodeDrugFacts } from './decode-options-drug-facts.js'
import { decodeIndications } from './decode-options-indications.js'
import { decodeOptionTables } from './decode-options-tables.js'

/** Folders of a release that choosing between medicines rests on. */
export const OPTION_ROOMS = ['indications', 'drug-facts', 'options'] as const

/** What choosing between medicines rests on; undefined in a release that does not speak of it. */
export function decodeOptions(
  rooms: Readonly<Record<(typeof OPTION_ROOMS)[number], readonly DataFile[]>>,
): OptionKnowledge | undefined {
  if (OPTION_ROOMS.every(room => rooms[room].length === 0)) return undefined
  return {
    ...decodeOptionTables(rooms.options),
    indications: decodeIndications(rooms.indications),
    drugFacts: decodeDrugFacts(rooms['drug-facts']),
  }
}
