import { registerEnumType } from 'type-graphql'

/**
 * Registers a closed list of the domain as a GraphQL enum: `no-call` is written `NO_CALL`. The descriptions are given per
 * value, so the compiler notices a value that was added to the domain and forgotten here.
 */
export function enumType<V extends string>(
  name: string,
  description: string,
  values: Readonly<Record<V, string>>,
): Readonly<Record<string, V>> {
  const entries = Object.entries<string>(values).map(([value, text]) => ({
    key: enumKey(value),
    value: value as V,
    text,
  }))
  const enumeration = Object.fromEntries(entries.map(({ key, value }) => [key, value]))
  const valuesConfig = Object.fromEntries(entries.map(({ key, text }) => [key, { description: text }]))
  registerEnumType(enumeration, { name, description, valuesConfig })
  return enumeration
}

function enumKey(value: string): string {
  return value.replaceAll('-', '_').toUpperCase()
}
