import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql'
import type {
  DocumentNode,
  FieldNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql'
import { argumentLength, argumentNumber } from './argument-value.js'
import type { Given } from './argument-value.js'
import type { CostHint } from './cost-hint.js'
import { MAXIMUM_PAGE } from './maximum-page.js'

export interface Measure {
  readonly depth: number
  readonly aliases: number
  readonly rootFields: number
  readonly directives: number
  /** Points: a tenth for every object, and what the fields' hints say of fetching and computing. */
  readonly cost: number
}

/** An object is cheap to show once it is there; what is fetched or computed for it says so by its hint. */
const POINTS_PER_OBJECT = 0.1
const EXPECTED_LENGTH = 5
/** What is asked about the schema itself lies in memory; only its size counts. */
const POINTS_OF_SCHEMA = 0.1

const NOTHING: Measure = { depth: 0, aliases: 0, rootFields: 0, directives: 0, cost: 0 }
const LEAF: Measure = { ...NOTHING, depth: 1, rootFields: 1 }
const LEAF_UNDER_A_NAME: Measure = { ...LEAF, aliases: 1 }

/**
 * How large an operation is, told from the document and its variables before anything runs. A fragment is measured once
 * and counted at every place that spreads it, so measuring takes no longer than reading. Introspection costs by its size as
 * well, though little; its depth is bounded by graphql itself. The document must be valid, hence without circular fragments.
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const known = lastMeasures.get(operation)
  if (known?.schema === schema && known.values === valuesOf(known.names, variables)) return known.measure
  const given: Given = { operation, variables, read: new Set() }
  const measure = measureAnew(schema, document, given)
  // Which variables are read follows from the document alone: names, not values, decide what is looked at.
  const names = [...given.read]
  lastMeasures.set(operation, { schema, names, values: valuesOf(names, variables), measure })
  return measure
}

interface Measured {
  readonly schema: GraphQLSchema
  /** The variables that the measure rests on, and what of each it rests on. */
  readonly names: readonly string[]
  readonly values: string
  readonly measure: Measure
}

/** The last measure of each operation: documents that come again are kept parsed, and mostly measure the same. */
const lastMeasures = new WeakMap<OperationDefinitionNode, Measured>()

function valuesOf(names: readonly string[], variables: Readonly<Record<string, unknown>>): string {
  return names.map(name => sizeOf(variables[name])).join(' ')
}

/** All that counts of a value: the number, or the length of the list. */
function sizeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`
  return typeof value === 'number' || value === undefined ? String(value) : 'other'
}

function measureAnew(schema: GraphQLSchema, document: DocumentNode, given: Given): Measure {
  const { operation } = given
  const known = new Map<string, Measure>()
  const schemaType = getNamedType(SchemaMetaFieldDef.type)
  const allTypes = isObjectType(schemaType) ? schemaType.getFields()['types'] : undefined

  function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType | undefined, page: number): Measure {
    const sum = { ...NOTHING }
    for (const selection of set.selections) {
      const inner = ofInner(selection, parent, page)
      sum.depth = Math.max(sum.depth, inner.depth)
      sum.aliases += inner.aliases
      sum.rootFields += inner.rootFields
      sum.directives += inner.directives + (selection.directives?.length ?? 0)
      sum.cost += inner.cost
    }
    return sum
  }

  function ofInner(selection: SelectionNode, parent: GraphQLNamedType | undefined, page: number): Measure {
    switch (selection.kind) {
      case Kind.FIELD:
        return ofField(selection, parent, page)
      case Kind.INLINE_FRAGMENT: {
        const condition = selection.typeCondition?.name.value
        return ofSelections(selection.selectionSet, condition === undefined ? parent : schema.getType(condition), page)
      }
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(selection.name.value, page)
    }
  }

  function ofFragment(name: string, page: number): Measure {
    const key = `${page} ${name}`
    const measured = known.get(key)
    if (measured !== undefined) return measured
    const fragment = document.definitions.find(
      node => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
    )
    if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return NOTHING
    const type = schema.getType(fragment.typeCondition.name.value)
    const measure = ofSelections(fragment.selectionSet, type, page)
    known.set(key, measure)
    return measure
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined, page: number): Measure {
    // Most of what is asked are leaves: they cost nothing, and counting them must cost nearly nothing.
    if (node.selectionSet === undefined) return node.alias === undefined ? LEAF : LEAF_UNDER_A_NAME
    const aliases = node.alias === undefined ? 0 : 1
    const field = fieldOf(parent, node.name.value)
    const type = field === undefined ? undefined : getNamedType(field.type)
    if (field === undefined || !isCompositeType(type)) return node.alias === undefined ? LEAF : LEAF_UNDER_A_NAME
    const { points, objects, pageBelow } = expectation(node, field, page)
    const below = ofSelections(node.selectionSet, type, pageBelow)
    const isOfSchema = field === SchemaMetaFieldDef || field === TypeMetaFieldDef
    const cost = points + objects * (POINTS_PER_OBJECT + below.cost)
    return {
      depth: isOfSchema ? 1 : below.depth + 1,
      aliases: below.aliases + aliases,
      rootFields: 1,
      directives: below.directives,
      cost: isOfSchema ? cost * POINTS_OF_SCHEMA : cost,
    }
  }

  function expectation(node: FieldNode, field: GraphQLField<unknown, unknown>, page: number) {
    const hint = hintOf(field)
    const first = field.args.find(argument => argument.name === 'first')
    const asked = first === undefined ? undefined : clamp(argumentNumber(node, first, given))
    const points = hint.points ?? 0
    if (!isListType(getNullableType(field.type))) return { points, objects: 1, pageBelow: asked ?? 1 }
    const ids = field.args.find(argument => argument.name === hint.sizeOf)
    const named = ids === undefined ? undefined : clamp(argumentLength(node, ids, given))
    const isPage = field.name === 'nodes' || field.name === 'edges'
    const expected = field === allTypes ? Object.keys(schema.getTypeMap()).length : hint.size
    return { points, objects: asked ?? named ?? expected ?? (isPage ? page : EXPECTED_LENGTH), pageBelow: 1 }
  }

  return ofSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, 1)
}

/** A page beyond the cap is refused by the field itself, with a code that says so. */
function clamp(asked: number | undefined): number {
  return Math.min(Math.max(asked ?? MAXIMUM_PAGE, 0), MAXIMUM_PAGE)
}

function fieldOf(parent: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
}

function hintOf(field: GraphQLField<unknown, unknown>): CostHint {
  const hint: unknown = field.extensions['cost']
  return typeof hint === 'object' && hint !== null ? hint : {}
}
