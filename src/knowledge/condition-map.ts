import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Knowledge } from '../domain/knowledge.js'
import { deepFreeze } from './deep-freeze.js'
import { KnowledgeError, type KnowledgeProblem } from './knowledge-error.js'

/** Letters of the map's own hash in the version: answers depend on the map too. */
const HASH_LETTERS = 8

/** A release that answers with the map of `path`, and says so in its version. */
export function withConditionMap(knowledge: Knowledge, path: string): Knowledge {
  const conditionMap = readConditionMap(path)
  const hash = createHash('sha256')
    .update(JSON.stringify([...conditionMap]))
    .digest('hex')
    .slice(0, HASH_LETTERS)
  return { ...knowledge, conditionMap, version: `${knowledge.version}+map-${hash}` }
}

const LINE = /^(\d{6,18})\t([A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?)$/

/**
 * The map from SNOMED CT to ICD-10-CM that whoever runs the service supplies, because it is licensed: a line per pair, the
 * concept, a tabulator, the code; several lines for one concept are several codes. Lines with # in front are remarks.
 */
export function readConditionMap(path: string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>()
  const problems: KnowledgeProblem[] = []
  for (const [index, line] of readFileSync(path, 'utf8').split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [, concept, code] = LINE.exec(line) ?? []
    if (concept === undefined || code === undefined) {
      const message = 'is not a SNOMED CT concept, a tabulator and an ICD-10-CM code'
      problems.push({ file: path, field: `line ${index + 1}`, message })
      continue
    }
    map.set(concept, [...(map.get(concept) ?? []), code])
  }
  if (problems.length > 0) throw new KnowledgeError(path, problems)
  return deepFreeze(map)
}
