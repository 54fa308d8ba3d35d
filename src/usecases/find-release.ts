import { DomainError } from '../domain/errors.js'
import type { Knowledge } from '../domain/knowledge.js'
import { releaseAsOf } from '../domain/release-as-of.js'
import { requireDay } from './input.js'

/** The release a question names by a day, by its name or by its version; `UNKNOWN_RELEASE` with those that can be asked. */
export function findRelease(releases: readonly Knowledge[], asOf: string): Knowledge {
  const text = asOf.trim()
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const release = isDay
    ? releaseAsOf(releases, { date: requireDay('asOf', text) })
    : (releaseAsOf(releases, { release: text }) ?? releaseAsOf(releases, { version: text }))
  if (release === undefined)
    throw new DomainError('UNKNOWN_RELEASE', 'No release here counted on this day, or has this name', {
      field: 'asOf',
      known: releases.map(each => `${each.release} (from ${each.date})`),
    })
  return release
}
