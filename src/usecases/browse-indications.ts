import { optionsOf } from '../domain/medication/patient-view.js'
import { contains, pick } from './browse-genes.js'
import { demand } from './decide.js'
import { pageByKey } from './list-page.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'

/** What the release knows of indications and their candidates. */
export function browseIndications({ knowledge }: Ports): Pick<Usecases, 'findIndications' | 'listIndications'> {
  return {
    findIndications(actor, ids) {
      demand(actor, 'READ_KNOWLEDGE')
      return pick(ids, id => optionsOf(knowledge).indications.get(id))
    },
    listIndications(actor, { search, drug }, page) {
      demand(actor, 'READ_KNOWLEDGE')
      const indications = [...optionsOf(knowledge).indications.values()].filter(
        ({ id, name, candidates }) =>
          contains([id, name.clinician, name.plain], search) &&
          (drug === undefined || candidates.some(candidate => candidate.drug === drug)),
      )
      return pageByKey(indications, ({ id }) => id, page)
    },
  }
}
