/**
 * What a fact reveals, so that access can be decided by class and role instead of field by field.
 * PUBLIC: knowledge and schema. OPERATIONAL: ids, states, diagnostics. IDENTITY: who somebody is. CLINICAL: medicines,
 * conditions, advice. GENOMIC_SUMMARY: diplotypes, phenotypes and what follows from them. GENOMIC_RAW: what stands in the
 * file. RESTRICTED: specially protected. AUDIT: who did what.
 */
export const DATA_CLASSES = [
  'PUBLIC',
  'OPERATIONAL',
  'IDENTITY',
  'CLINICAL',
  'GENOMIC_SUMMARY',
  'GENOMIC_RAW',
  'RESTRICTED',
  'AUDIT',
] as const

export type DataClass = (typeof DATA_CLASSES)[number]
