import type { Dose, GuidelineRow, Knowledge } from '../../knowledge.js'
import { oncePerTwo } from '../../once-per.js'

/**
 * Two rows of one source tell to do the same, the same notes included. What they expect of the result may be said in one of
 * them only, and so may the interval of a dose: "10 mg" says less than "10 mg per day", and nothing else.
 */
export function tellTheSame(one: GuidelineRow, other: GuidelineRow, knowledge: Knowledge): boolean {
  return (
    toDo(one, knowledge) === toDo(other, knowledge) &&
    one.doses.every((dose, index) => agrees(dose.per, other.doses[index]?.per)) &&
    agrees(JSON.stringify(one.exposureChange), JSON.stringify(other.exposureChange))
  )
}

function agrees(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other
}

const TO_DO = new WeakMap<GuidelineRow, string>()

function toDo(row: GuidelineRow, { terms }: Knowledge): string {
  let known = TO_DO.get(row)
  if (known === undefined) {
    const { id: _id, keys: _keys, sourceIds: _ids, subgroup: _subgroup, provenance: _provenance, ...said } = row
    const { genes: _genes, decidingGenes: _deciding, flags: _flags, ...directive } = said
    const { implications: _implications, exposureChange: _change, ...needed } = directive
    const doses = row.doses.map(({ per: _per, ...dose }) => dose)
    const tags = row.tags.filter(tag => terms.get(tag)?.informative !== true).toSorted()
    known = JSON.stringify({ ...needed, doses, tags })
    TO_DO.set(row, known)
  }
  return known
}

/** One row that says what both say; the same one each time, so that it is rendered once. */
export const joinRows = oncePerTwo((one: GuidelineRow, other: GuidelineRow): GuidelineRow => ({
  ...one,
  tags: [...new Set([...one.tags, ...other.tags])],
  doses: one.doses.map((dose, index): Dose => {
    const per = dose.per ?? other.doses[index]?.per
    return per === undefined ? dose : { ...dose, per }
  }),
  implications: joinImplications(one, other),
  exposureChange: one.exposureChange ?? other.exposureChange,
}))

function joinImplications(one: GuidelineRow, other: GuidelineRow): GuidelineRow['implications'] {
  const all = [...one.implications, ...other.implications]
  return [...new Map(all.map(each => [JSON.stringify(each), each])).values()]
}
