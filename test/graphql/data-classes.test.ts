import { isInterfaceType, isObjectType } from 'graphql'
import type { GraphQLField } from 'graphql'
import { expect, test } from 'vitest'
import { DATA_CLASSES } from '../../src/usecases/data-classes.js'
import { graphqlSchema } from '../../src/graphql/schema.js'

interface NamedField {
  readonly name: string
  readonly field: GraphQLField<unknown, unknown>
}

function fields(): readonly NamedField[] {
  return Object.values(graphqlSchema().getTypeMap())
    .filter(type => isObjectType(type) || isInterfaceType(type))
    .filter(type => !type.name.startsWith('__'))
    .flatMap(type => Object.values(type.getFields()).map(field => ({ name: `${type.name}.${field.name}`, field })))
}

test('S1 every field of the schema declares what it reveals', () => {
  const all = fields()
  expect(all.length).toBeGreaterThan(300)
  const classes: readonly unknown[] = DATA_CLASSES
  expect(all.filter(({ field }) => !classes.includes(field.extensions['dataClass'])).map(({ name }) => name)).toEqual(
    [],
  )
})

test('S1 what a person is, and what stands in the file, is never declared public', () => {
  const raw = fields().filter(({ name }) =>
    /^(Patient|PositionEvidence|CalledGene|NotCalledGene|Diplotype)\./.test(name),
  )
  expect(raw.length).toBeGreaterThan(30)
  expect(raw.filter(({ field }) => field.extensions['dataClass'] === 'PUBLIC').map(({ name }) => name)).toEqual([])
})

test('every type, field, argument and value of the schema is described', () => {
  const undescribed: string[] = []
  for (const type of Object.values(graphqlSchema().getTypeMap())) {
    if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue
    if (!type.description) undescribed.push(type.name)
    const members = 'getFields' in type ? Object.values(type.getFields()) : 'getValues' in type ? type.getValues() : []
    for (const member of members) {
      if (!member.description) undescribed.push(`${type.name}.${member.name}`)
      if (!('args' in member)) continue
      for (const argument of member.args)
        if (!argument.description) undescribed.push(`${type.name}.${member.name}(${argument.name})`)
    }
  }
  expect(undescribed).toEqual([])
})

test('C10 the notice stands in the contract', () => {
  expect(graphqlSchema().description).toMatch(
    /decision support .* not a certified medical device.* accredited laboratory/,
  )
})
