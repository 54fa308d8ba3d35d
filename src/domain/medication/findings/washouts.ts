import { knownMedicine } from '../../history/known-medicines.js'
import { classesOf } from '../../history/named-drugs.js'
import type { Drug, Knowledge } from '../../knowledge.js'
import { oncePerTwo } from '../../once-per.js'
import type { DrugFacts, OptionKnowledge, OptionTexts, TogetherPartner, TogetherRule } from '../../option-knowledge.js'
import { citeRow, joinCitations } from '../cite.js'
import type { FindingCitation } from '../finding.js'
import { optionsOf } from '../patient-view.js'

/** Medicines that must not begin for some days after the last dose of another. */
export interface Washout {
  readonly days: number
  readonly before: readonly OptionTexts[]
  readonly citations: readonly FindingCitation[]
}

/** What must wait after the last dose of a drug, by the rules of its own file and of the files of those that must wait. */
export const washoutsAfter = oncePerTwo(findWashouts)

function findWashouts(knowledge: Knowledge, drug: Drug): readonly Washout[] {
  const options = optionsOf(knowledge)
  const { names } = knownMedicine(drug, knowledge)
  const classes = new Set(classesOf(names, knowledge).map(({ code }) => code))
  const isIt = ({ with: partner }: TogetherRule): boolean =>
    ('drug' in partner && names.has(partner.drug)) || ('class' in partner && classes.has(partner.class))
  const byDays = new Map<number, { readonly before: OptionTexts[]; readonly citations: FindingCitation[] }>()
  const add = (days: number, before: readonly OptionTexts[], rule: TogetherRule, file: DrugFacts): void => {
    const known = byDays.get(days) ?? { before: [], citations: [] }
    known.before.push(...before)
    known.citations.push(citeRow(rule.statedIn, file.provenance, options))
    byDays.set(days, known)
  }
  const own = options.drugFacts.get(drug.name)
  for (const rule of own?.together ?? []) {
    if (own !== undefined && rule.effect === 'EXCLUDES' && rule.washoutDays !== undefined)
      add(rule.washoutDays, partnerTexts(rule.with, options), rule, own)
  }
  const waiting = [...options.drugFacts.values()].flatMap(file =>
    file.together
      .filter(rule => rule.effect === 'EXCLUDES' && rule.afterStopDays !== undefined && isIt(rule))
      .map(rule => ({ file, rule })),
  )
  for (const { file, rule } of waiting) {
    const others = waiting.filter(each => each.rule.afterStopDays === rule.afterStopDays).map(each => each.file)
    add(rule.afterStopDays ?? 0, [nameOf(file, others, options)], rule, file)
  }
  return [...byDays]
    .toSorted(([a], [b]) => a - b)
    .map(([days, { before, citations }]) => ({ days, before: distinct(before), citations: joinCitations(citations) }))
}

function partnerTexts(partner: TogetherPartner, { classes }: OptionKnowledge): readonly OptionTexts[] {
  if ('drug' in partner) return [{ clinician: partner.drug, plain: partner.drug }]
  const texts = 'class' in partner ? classes.get(partner.class)?.texts : undefined
  return texts === undefined ? [] : [oneOf(texts)]
}

/** "an inhibitor of …": plain texts have their article. */
function oneOf({ clinician, plain }: OptionTexts): OptionTexts {
  return { clinician: `${/^[AEIOUaeiou]/.test(clinician) ? 'an' : 'a'} ${clinician}`, plain }
}

/** By its class where every drug of the class that a file describes must wait as well. */
function nameOf({ drug, classes }: DrugFacts, waiting: readonly DrugFacts[], options: OptionKnowledge): OptionTexts {
  const whole = classes.find(code => {
    const members = [...options.drugFacts.values()].filter(file => file.classes.includes(code))
    return members.length > 1 && members.every(member => waiting.includes(member))
  })
  const texts = whole === undefined ? undefined : options.classes.get(whole)?.texts
  return texts === undefined ? { clinician: drug, plain: drug } : oneOf(texts)
}

function distinct(texts: readonly OptionTexts[]): readonly OptionTexts[] {
  return [...new Map(texts.map(each => [each.clinician, each])).values()].toSorted((a, b) =>
    a.clinician < b.clinician ? -1 : 1,
  )
}
