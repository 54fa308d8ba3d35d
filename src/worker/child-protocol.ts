import type { AssayFacts } from '../usecases/records.js'
import type { FileLimits, QualityPolicy } from '../usecases/ports.js'

/** The first line to the child; the bytes of the file follow. Nothing of it stands in a command line, where others read. */
export interface ChildRequest {
  readonly knowledgePath: string
  readonly sampleName?: string
  readonly fileName?: string
  readonly assay: AssayFacts
  readonly quality: QualityPolicy
  readonly limits: FileLimits
  readonly bytesTotal?: number
}

/** Lines from the child; the last one is a result or a refusal. */
export type ChildMessage =
  | { readonly progress: { readonly bytesRead: number; readonly lines: number } }
  | { readonly result: unknown }
  | { readonly refusal: { readonly code: string; readonly message: string; readonly details: Record<string, unknown> } }
