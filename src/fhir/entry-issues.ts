import type { OperationOutcomeIssue } from 'fhir/r4.js'

interface IssueKind {
  readonly severity: OperationOutcomeIssue['severity']
  readonly type: OperationOutcomeIssue['code']
  readonly text: string
}

/** What there may be to say of one entry of a bundle, besides what is wrong with the facts that were read of it. */
export const ENTRY_ISSUES = {
  NO_RESOURCE: { severity: 'error', type: 'required', text: 'The entry holds no resource' },
  MALFORMED_RESOURCE: { severity: 'error', type: 'structure', text: 'The resource is not one of FHIR R4' },
  UNSUPPORTED_RESOURCE: { severity: 'warning', type: 'not-supported', text: 'Resources of this type are not read' },
  GENETIC_RESULT: {
    severity: 'warning',
    type: 'not-supported',
    text: 'Variants and findings of this kind are not read from bundles; send genotypes, or the file of the laboratory',
  },
  HAPLOTYPE_ALONE: {
    severity: 'information',
    type: 'informational',
    text: 'A single strand is no result of a gene; the genotype is what is read',
  },
  IMPLICATION_NOT_USED: {
    severity: 'information',
    type: 'informational',
    text: 'What another system concludes for a drug is not taken over; the genotype is what is read',
  },
  PRELIMINARY_RESULT: {
    severity: 'warning',
    type: 'business-rule',
    text: 'A preliminary result of a gene is not used; send it again when it is final',
  },
  RETRACTED: {
    severity: 'information',
    type: 'informational',
    text: 'The outside call that was recorded from it counts no more; its gene was called again from what is left',
  },
  NOTHING_RECORDED: {
    severity: 'information',
    type: 'informational',
    text: 'No outside call stands that was recorded from it',
  },
  NOT_TAKEN_BACK: {
    severity: 'warning',
    type: 'business-rule',
    text: 'It has no id by which it could be known again: if it was recorded here before, it stands',
  },
  NO_GENE: { severity: 'error', type: 'required', text: 'It does not say of which one gene' },
  ENTERED_IN_ERROR: { severity: 'information', type: 'business-rule', text: 'It was entered in error' },
  STATUS_NOT_COUNTED: { severity: 'information', type: 'business-rule', text: 'In this status it counts for nothing' },
  UNKNOWN_STATUS: { severity: 'error', type: 'code-invalid', text: 'The status is missing or unknown' },
  INTENT_NOT_COUNTED: { severity: 'information', type: 'business-rule', text: 'It is no order and no plan' },
  PROHIBITION: { severity: 'warning', type: 'business-rule', text: 'It says what not to give; that is not read' },
  NO_SUBJECT: { severity: 'error', type: 'required', text: 'It does not say whose it is' },
  OTHER_PATIENT: { severity: 'error', type: 'business-rule', text: 'It speaks of another patient than the bundle' },
  BROKEN_REFERENCE: { severity: 'error', type: 'not-found', text: 'A reference leads to nothing in the bundle' },
  NO_CODE: { severity: 'error', type: 'required', text: 'It does not say what it is' },
  NO_VALUE: { severity: 'warning', type: 'required', text: 'It has no value that is read here' },
  NO_DATE: { severity: 'error', type: 'required', text: 'It does not say when' },
  GENDER_NOT_SEX: {
    severity: 'information',
    type: 'informational',
    text: 'The administrative gender is not taken for the sex that matters for treatment',
  },
  PART_NOT_READ: { severity: 'warning', type: 'not-supported', text: 'A part of it is not read' },
  KEPT_AS_WORDS: {
    severity: 'information',
    type: 'informational',
    text: 'It is kept with the codes as it was said; no date is made of it',
  },
  READ_WITH_OTHERS: { severity: 'information', type: 'informational', text: 'It is read with what refers to it' },
  NOTHING_STATED: { severity: 'information', type: 'informational', text: 'It states nothing that is read here' },
  MORE_PAGES: {
    severity: 'warning',
    type: 'incomplete',
    text: 'The bundle is one page of several; send the others too',
  },
  DUPLICATE_ENTRY: {
    severity: 'warning',
    type: 'duplicate',
    text: 'The bundle holds it already; the first one counts',
  },
} as const satisfies Readonly<Record<string, IssueKind>>

export type EntryIssueCode = keyof typeof ENTRY_ISSUES

export interface EntryIssue {
  readonly code: EntryIssueCode
  /** Where in the resource. */
  readonly field?: string
}
