import type { Context } from './context.js'
import type { WithheldField } from './withheld.js'

interface OpenGlass {
  readonly id: string
  readonly patientId: string
  readonly expiresAt: string
}

export interface AccessExtensions {
  /** Fields that are null because they are not the reader's to see. */
  readonly withheld?: readonly WithheldField[]
  /** The banner: patients whom the reader sees because the glass was broken (S17). */
  readonly breakGlass?: readonly OpenGlass[]
}

/** What an answer says about its own access, beside the data; nothing where there is nothing to say. */
export function accessExtensions({ actor, withheld }: Pick<Context, 'actor' | 'withheld'>): AccessExtensions {
  const fields = withheld.fields()
  const glasses = new Map<string, OpenGlass>()
  for (const { patientId, breakGlassId, breakGlassExpiresAt } of actor.request.trail.entries()) {
    if (patientId === undefined || breakGlassId === undefined || breakGlassExpiresAt === undefined) continue
    glasses.set(breakGlassId, { id: breakGlassId, patientId, expiresAt: breakGlassExpiresAt.toISOString() })
  }
  return {
    ...(fields.length === 0 ? {} : { withheld: fields }),
    ...(glasses.size === 0 ? {} : { breakGlass: [...glasses.values()] }),
  }
}
