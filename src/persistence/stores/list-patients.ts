import type { Visibility } from '../../usecases/access-facts.js'
import type { Page, PageRequest, Patient } from '../../usecases/records.js'
import type { SearchHashes } from '../keys/search-hashes.js'
import { rowsOf, statementOf } from '../statement.js'
import type { Fragment } from '../statement.js'
import { MOST_WITH_ALERTS, MOST_WITH_MORE, openedOf, PATIENT } from './opened-rows.js'
import type { PatientRow } from './opened-rows.js'
import { idOfCursor, pageOf } from './page.js'
import type { Reading } from './snapshot.js'
import { identified, named, ofAll, ofFew, visible } from './visible-patients.js'

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
  from (select ?::uuid as actor, ?::timestamptz as at, ?::boolean as with_history, ?::boolean as with_samples,
    ?::boolean as with_alerts) asked
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
  const most = page.first + 1
  const areFew = most <= MOST_WITH_MORE
  const [statement, parameters] = statementOf(
    ...(search === undefined ? everybody(visibility) : found(search, visibility, hashes)),
    {
      sql: LISTED,
      parameters: [actorId, now.toISOString(), areFew, areFew, most <= MOST_WITH_ALERTS, after, after, most],
    },
  )
  const rows = await rowsOf<ListedRow>(reading.em, statement, parameters)
  const patients = rows.flatMap(({ patient, ...more }) => {
    const opened = patient === null ? undefined : openedOf({ patient, ...more }, reading, actorId)
    return opened === undefined ? [] : [opened.patient]
  })
  return pageOf(patients, rows[0]?.total ?? 0, page)
}

function everybody(visibility: Visibility): readonly (Fragment | string)[] {
  const matches = ofAll('p.id', visible(visibility))
  return ['with found as materialized (select p.id from patient p where p.identity is not null and', matches]
}

/**
 * Every word of the text is one of the name, or the text is the record number; each as far as the reader may see it. Few are
 * called so, so these are looked for first, and relations and consents of them alone.
 */
function found(text: string, visibility: Visibility, hashes: SearchHashes): readonly (Fragment | string)[] {
  const [first, ...others] = hashes.words(text).map(hash => [hash])
  const byName = first === undefined ? [] : [{ sql: BY_WORD, parameters: first }]
  return [
    'with candidate as materialized (select id, bool_or(by_number) as by_number from (',
    { sql: BY_NUMBER, parameters: [hashes.recordNumber(text)] },
    ...byName,
    ...others.map(parameters => ({ sql: AND_BY_WORD, parameters })),
    ') each group by id), found as materialized (select p.id from candidate c join patient p on p.id = c.id',
    'where p.identity is not null and',
    ofFew('c.id', visible(visibility)),
    'and',
    ofFew('c.id', identified(visibility)),
    'and (c.by_number or',
    ofFew('c.id', named(visibility)),
    ')',
  ]
}

const BY_NUMBER = 'select id, true as by_number from patient where record_number_hash = ?'
const BY_WORD = 'union all select patient_id, false from patient_search where word_hash = ?'
const AND_BY_WORD = 'and patient_id in (select patient_id from patient_search where word_hash = ?)'
