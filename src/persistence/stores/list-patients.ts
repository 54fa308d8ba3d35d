import type { Visibility } from '../../usecases/access-facts.js'
import type { Page, PageRequest, Patient } from '../../usecases/records.js'
import type { SearchHashes } from '../keys/search-hashes.js'
import { rowsOf, statementOf } from '../statement.js'
import type { Fragment } from '../statement.js'
import { MOST_WITH_HISTORY, openedOf, PATIENT } from './opened-rows.js'
import type { PatientRow } from './opened-rows.js'
import { idOfCursor, pageOf } from './page.js'
import type { Reading } from './snapshot.js'
import { identified, named, visible } from './visible-patients.js'

export interface ListQuestion {
  readonly page: PageRequest
  readonly visibility: Visibility
  readonly search: string | undefined
}

/** Of a page; one without columns of a patient when nobody is on it. */
interface ListedRow extends Omit<PatientRow, 'patient'> {
  readonly total: number
  readonly patient: string | null
}

const LISTED = `)
  select counted.total, ${PATIENT}
  from (select ?::uuid as actor, ?::timestamptz as at, ?::boolean as with_history) asked
  cross join (select count(*)::int as total from found) counted
  left join (select id from found where ?::uuid is null or id > ?::uuid order by id limit ?) page on true
  left join patient p on p.id = page.id order by p.id`

/** A page, how many there are in all, and what is recorded between them and who asks, in one statement. */
export async function listPatients(
  reading: Reading,
  hashes: SearchHashes,
  { page, visibility, search }: ListQuestion,
): Promise<Page<Patient>> {
  const { actorId, now } = visibility
  const after = page.after === undefined ? null : idOfCursor(page.after)
  const matches = [visible(visibility), ...(search === undefined ? [] : [found(search, visibility, hashes)])]
  const most = page.first + 1
  const [statement, parameters] = statementOf(
    'with found as materialized (select p.id from patient p where p.identity is not null',
    ...matches.flatMap(({ sql, ...given }) => ['and', { ...given, sql: sql.replaceAll('PATIENT', 'p.id') }]),
    { sql: LISTED, parameters: [actorId, now, most <= MOST_WITH_HISTORY, after, after, most] },
  )
  const rows = await rowsOf<ListedRow>(reading.em, statement, parameters)
  const patients = rows.flatMap(({ patient, history_version }) => {
    const opened = patient === null ? undefined : openedOf({ patient, history_version }, reading, actorId)
    return opened === undefined ? [] : [opened.patient]
  })
  return pageOf(patients, rows[0]?.total ?? 0, page)
}

/** Every word of the text is one of the name, or the text is the record number; each as far as the reader may see it. */
function found(text: string, visibility: Visibility, hashes: SearchHashes): Fragment {
  const number = { sql: 'p.record_number_hash = ?', parameters: [hashes.recordNumber(text)] }
  const words = hashes.words(text).map(hash => ({
    sql: 'p.id in (select patient_id from patient_search where word_hash = ?)',
    parameters: [hash],
  }))
  if (words.length === 0) return both(number, identified(visibility))
  const byName = words.reduce(both, named(visibility))
  const byEither = { sql: `(${number.sql} or ${byName.sql})`, parameters: [...number.parameters, ...byName.parameters] }
  return both(byEither, identified(visibility))
}

function both(one: Fragment, other: Fragment): Fragment {
  return { sql: `(${one.sql} and ${other.sql})`, parameters: [...one.parameters, ...other.parameters] }
}
