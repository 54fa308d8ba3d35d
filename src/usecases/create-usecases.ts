import { adviseSamples } from './advise-samples.js'
import { browseDrugs } from './browse-drugs.js'
import { browseGenes } from './browse-genes.js'
import { browseGuidelines } from './browse-guidelines.js'
import { checkDrug } from './check-drug.js'
import { createPatient } from './create-patient.js'
import { findPatients } from './find-patients.js'
import { findSamples } from './find-samples.js'
import { findUploads } from './find-uploads.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import { receiveUpload } from './receive-upload.js'
import { recordOutsideCall } from './record-outside-call.js'
import { submitVcf } from './submit-vcf.js'
import { watchUpload } from './watch-upload.js'

/** Everything the system can be asked, over what it needs from outside. */
export function createUsecases(ports: Ports): Usecases {
  return {
    ...browseGenes(ports),
    ...browseDrugs(ports),
    ...browseGuidelines(ports),
    ...findPatients(ports),
    ...findUploads(ports),
    ...findSamples(ports),
    createPatient: createPatient(ports),
    createUpload: submitVcf(ports),
    receiveUpload: receiveUpload(ports),
    watchUpload: watchUpload(ports),
    recordOutsideCall: recordOutsideCall(ports),
    checkDrug: checkDrug(ports),
    adviseSamples: adviseSamples(ports),
  }
}
