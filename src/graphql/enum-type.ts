import { registerEnumType } from 'type-graphql'

/**
 * Registers a closed list of the domain as a GraphQL enum: `no-call` is written `NO_CALL`. The descriptions are given per
 * value, so the compiler notices a value that was added to the domain and forgotten here.
 */
export function enumType<V extends string>(
  name: string,
  description: string,
  values: Readonly<Record<V, string>>,
): Readonly<Record<string, V>>
export function enumType(
  name: string,
  description: string,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const enumeration = Object.fromEntries(Object.keys(values).map(value => [enumKey(value), value]))
  const valuesConfig = Object.fromEntries(
    Object.entries(values).map(([value, text]) => [enumKey(value), { description: text }]),
  )
  registerEnumType(enumeration, { name, description, valuesConfig })
  return enumeration
}

function enumKey(value: string): string {
  return value.replaceAll('-', '_').toUpperCase()
}
