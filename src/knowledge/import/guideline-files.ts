import { z } from 'zod'

/** A drug's guidelines as they lie in a release: what an import compares is spelled out, all else passes through. */
const keyGroup = z.looseObject({
  by: z.array(z.string()),
  values: z.array(z.array(z.string())),
  ids: z.array(z.string().nullable()).optional(),
  texts: z.array(z.string().nullable()).optional(),
})

const row = z.looseObject({
  population: z.string().optional(),
  genes: z.array(z.string()).optional(),
  keys: z.array(keyGroup),
  strength: z.string().optional(),
  flags: z.array(z.string()).optional(),
})

const guideline = z.looseObject({
  id: z.string(),
  genes: z.array(z.string()),
  otherGenes: z.array(z.string()).optional(),
  url: z.string().optional(),
  pmids: z.array(z.string()).optional(),
  rows: z.array(row),
})

const guidelineFile = z.looseObject({ drug: z.string(), source: z.string(), guidelines: z.array(guideline) })

export type RawRow = z.output<typeof row>
export type RawGuideline = z.output<typeof guideline>
export type RawGuidelineFile = z.output<typeof guidelineFile>

/** The file was checked when the release was loaded: one that does not fit is a mistake of the program. */
export function rawGuidelineFile(json: unknown): RawGuidelineFile {
  return guidelineFile.parse(json)
}
