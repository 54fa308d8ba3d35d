import { Field, ID, InterfaceType } from 'type-graphql'
import type { Drug, Gene, Guideline } from '../domain/knowledge.js'
import type { Sample, SeenPatient, Upload } from '../usecases/records.js'
import { Class } from './data-class.js'

export type NodeValue = Gene | Drug | Guideline | SeenPatient | Sample | Upload

/** Domain values carry no type name; each is recognised by a member that only it has. */
function typeName(value: NodeValue): string {
  if ('symbol' in value) return 'Gene'
  if ('brands' in value) return 'Drug'
  if ('rows' in value) return 'Guideline'
  if ('hidden' in value) return 'Patient'
  if ('calledAt' in value) return 'Sample'
  return 'Upload'
}

@InterfaceType('Node', {
  description: 'Anything that can be fetched again by its id alone.',
  resolveType: typeName,
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Opaque and stable; `node(id)` finds the object again.' })
  @Class('OPERATIONAL')
  readonly id!: string
}
