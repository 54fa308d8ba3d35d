import type { Knowledge, Provenance } from '../domain/knowledge.js'
import type { DrugFacts, Indication, OptionKnowledge, PatientTest, StatedIn } from '../domain/option-knowledge.js'
import { RULED_KINDS } from '../domain/option-knowledge.js'
import type { DataFile } from './data-file.js'
import type { Report } from './knowledge-error.js'

type Content = Omit<Knowledge, 'version' | 'release' | 'date'>

/** Checks that everything that indications, facts about drugs and option tables name is described somewhere. */
export function checkOptions(content: Content, files: readonly DataFile[], report: Report): void {
  const { options } = content
  if (options === undefined) return
  for (const facts of options.drugFacts.values()) {
    const file = pathOf(files, 'drug-facts', 'drug', facts.drug)
    checkFacts(facts, options, content, (field, message) => report(file, field, message))
  }
  for (const indication of options.indications.values()) {
    const file = pathOf(files, 'indications', 'id', indication.id)
    checkIndication(indication, options, content, (field, message) => report(file, field, message))
  }
  checkTables(options, content, (table, field, message) => report(`options/${table}.json`, field, message))
}

type Say = (field: string, message: string) => void

function checkFacts(facts: DrugFacts, options: OptionKnowledge, content: Content, say: Say): void {
  if (!content.drugs.has(facts.drug)) say('drug', `"${facts.drug}" is no drug of this release`)
  checkSource(facts.provenance, content, say)
  checkCodes('classes', facts.classes, options.classes, say)
  checkCodes('risks', Object.keys(facts.risks), options.mechanisms, say)
  checkCodes('monitoring', facts.monitoring, options.terms, say)
  checkCodes('features.routes', facts.features.routes, keysOf(options.preferences.ROUTE), say)
  checkCodes('features.effects', Object.keys(facts.features.effects), keysOf(options.preferences.AVOID_EFFECT), say)
  checkCodes('features.helps', facts.features.helps, keysOf(options.preferences.GOAL), say)
  const genes = new Set([...content.genes.keys(), ...content.interactions.keys()])
  checkCodes(
    'dependsOn',
    facts.dependsOn.map(({ gene }) => gene),
    genes,
    say,
  )
  for (const kind of RULED_KINDS) {
    for (const [index, rule] of facts.rules[kind].entries()) {
      const field = `rules.${kind}[${index}]`
      checkTest(rule.when, options, field, say)
      checkRow(rule, options, field, say)
    }
  }
  if (facts.discontinuation !== undefined) checkRow(facts.discontinuation, options, 'discontinuation', say)
  for (const [index, rule] of facts.together.entries()) {
    const field = `together[${index}]`
    checkRow(rule, options, field, say)
    if ('class' in rule.with) checkCodes(`${field}.with`, [rule.with.class], options.classes, say)
    if ('acting' in rule.with) checkCodes(`${field}.with`, [rule.with.on], content.interactions, say)
  }
}

function checkRow(
  { why, statedIn }: { readonly why?: string; readonly statedIn: StatedIn },
  options: OptionKnowledge,
  field: string,
  say: Say,
): void {
  if (why !== undefined) checkCodes(`${field}.why`, [why], options.terms, say)
  checkCodes(`${field}.in`, [statedIn.document], options.documents, say)
}

function checkTest(test: PatientTest, options: OptionKnowledge, field: string, say: Say): void {
  if ('condition' in test) checkCodes(`${field}.when`, [test.condition], options.conditions, say)
  if ('measure' in test) checkCodes(`${field}.when`, [test.measure], options.measures, say)
  if ('of' in test) for (const part of test.of) checkTest(part, options, field, say)
}

function checkIndication(indication: Indication, options: OptionKnowledge, content: Content, say: Say): void {
  checkSource(indication.provenance, content, say)
  checkCodes(
    'statedIn',
    indication.statedIn.map(({ document }) => document),
    options.documents,
    say,
  )
  for (const [index, candidate] of indication.candidates.entries()) {
    const field = `candidates[${index}]`
    if (!content.drugs.has(candidate.drug)) say(`${field}.drug`, `"${candidate.drug}" is no drug of this release`)
    if (!options.drugFacts.has(candidate.drug)) say(`${field}.drug`, `nobody has looked at "${candidate.drug}"`)
    checkCodes(`${field}.class`, [candidate.class], options.classes, say)
    if (candidate.note !== undefined) checkCodes(`${field}.note`, [candidate.note], options.terms, say)
  }
}

function checkTables(
  options: OptionKnowledge,
  content: Content,
  say: (table: string, field: string, message: string) => void,
): void {
  const of =
    (table: string): Say =>
    (field, message) =>
      say(table, field, message)
  checkSource(options.provenance, content, of('effects'))
  checkCodes('in', [options.effects.statedIn.document], options.documents, of('effects'))
  for (const { code, risks } of options.classes.values())
    checkCodes(`classes.${code}.risks`, Object.keys(risks), options.mechanisms, of('classes'))
  for (const { code, cross, statedIn } of options.allergyClasses.values()) {
    const field = `classes.${code}`
    const others = cross.map(other => other.class)
    checkCodes(`${field}.cross`, others, options.allergyClasses, of('allergy-classes'))
    checkCodes(`${field}.in`, [statedIn.document], options.documents, of('allergy-classes'))
  }
  for (const { code, derivedFrom, hintedBy } of options.measures.values())
    checkCodes(`measures.${code}`, [...derivedFrom, ...hintedBy], options.measures, of('measures'))
  for (const { code, statedIn } of options.mechanisms.values())
    checkCodes(`mechanisms.${code}.in`, [statedIn.document], options.documents, of('mechanisms'))
  const { notFertile, liverDisease } = options.currency
  checkCodes('notFertile', [notFertile, liverDisease], options.conditions, of('currency'))
}

function checkCodes(field: string, codes: readonly string[], known: { has(code: string): boolean }, say: Say): void {
  for (const code of codes) if (!known.has(code)) say(field, `nothing says what "${code}" is`)
}

function checkSource({ source }: Provenance, content: Content, say: Say): void {
  if (!content.sources.has(source)) say('source', `"${source}" is no source of this release`)
}

function keysOf(record: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  return new Set(Object.keys(record))
}

function pathOf(files: readonly DataFile[], room: string, field: string, value: string): string {
  const found = files.find(
    ({ path, json }) =>
      path.startsWith(`${room}/`) && typeof json === 'object' && json !== null && Reflect.get(json, field) === value,
  )
  return found?.path ?? `${room}/${value}`
}
