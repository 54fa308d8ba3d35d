import type { Knowledge } from '../domain/knowledge.js'
import { adviseSamples } from './advise-samples.js'
import { breakGlass } from './break-glass.js'
import { browseDrugs } from './browse-drugs.js'
import { browseGenes } from './browse-genes.js'
import { browseGuidelines } from './browse-guidelines.js'
import { browseIndications } from './browse-indications.js'
import { checkDrug } from './check-drug.js'
import { correctFact, retractFact } from './correct-fact.js'
import { createPatient } from './create-patient.js'
import { demand } from './decide.js'
import { requestErasure } from './erase-patient.js'
import { findHistories } from './find-histories.js'
import { findPatients } from './find-patients.js'
import { findRelease } from './find-release.js'
import { findSamples } from './find-samples.js'
import { findUploads } from './find-uploads.js'
import { holdPatient } from './hold-patient.js'
import { importFacts } from './import-facts.js'
import { importResults } from './import-results.js'
import { keepTrail } from './keep-trail.js'
import { manageAccess } from './manage-access.js'
import { manageGrants } from './manage-grants.js'
import { manageMembers } from './manage-members.js'
import { medicationOptions } from './medication-options.js'
import type { Usecases } from './menu.js'
import { patientAccesses } from './patient-accesses.js'
import type { Ports } from './ports.js'
import { receiveUpload } from './receive-upload.js'
import { recordHistory } from './record-history.js'
import { recordOutsideCall } from './record-outside-call.js'
import { releaseResults } from './release-results.js'
import { submitVcf } from './submit-vcf.js'
import { twoPersons } from './two-person.js'
import { watchAdvice } from './watch-advice.js'
import { watchBrokenGlass } from './watch-broken-glass.js'
import { watchUpload } from './watch-upload.js'
import { whatIf } from './what-if.js'

/** Everything the system can be asked, over what it needs from outside. */
export function createUsecases(ports: Ports): Usecases {
  const menus = new Map<Knowledge, Usecases>()
  const menu: Usecases = {
    ...answersFrom(ports),
    ...findPatients(ports),
    ...findUploads(ports),
    ...watchAdvice(ports),
    createPatient: createPatient(ports),
    createUpload: submitVcf(ports),
    receiveUpload: receiveUpload(ports),
    watchUpload: watchUpload(ports),
    recordOutsideCall: recordOutsideCall(ports),
    ...keepTrail(ports),
    ...patientAccesses(ports),
    recordHistory: recordHistory(ports),
    importFacts: importFacts(ports),
    importResults: importResults(ports),
    correctFact: correctFact(ports),
    retractFact: retractFact(ports),
    ...releaseResults(ports),
    ...manageAccess(ports),
    ...manageMembers(ports),
    ...manageGrants(ports),
    ...twoPersons(ports),
    requestErasure: requestErasure(ports),
    ...holdPatient(ports),
    ...breakGlass(ports),
    ...watchBrokenGlass(ports),
    asOf(actor, asOf) {
      demand(actor, 'READ_KNOWLEDGE')
      const knowledge = findRelease(ports.releases, asOf)
      const known = menus.get(knowledge) ?? { ...menu, ...answersFrom({ ...ports, knowledge }) }
      menus.set(knowledge, known)
      return known
    },
  }
  menus.set(ports.knowledge, menu)
  return menu
}

/** What depends on the release that answers; whatever is written down is written under the current one. */
function answersFrom(ports: Ports) {
  return {
    ...browseGenes(ports),
    ...browseDrugs(ports),
    ...browseGuidelines(ports),
    ...browseIndications(ports),
    ...medicationOptions(ports),
    ...whatIf(ports),
    ...findSamples(ports),
    ...findHistories(ports),
    checkDrug: checkDrug(ports),
    adviseSamples: adviseSamples(ports),
  }
}
