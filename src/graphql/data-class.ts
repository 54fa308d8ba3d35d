import { Extensions } from 'type-graphql'
import type { DataClass } from '../usecases/data-classes.js'

/** Declares the data class of a field, beside the field. A test refuses fields without one. */
export function Class(dataClass: DataClass) {
  return Extensions({ dataClass })
}
