import { Kind } from 'graphql'
import type { GraphQLError } from 'graphql'

const NO_FIT = 'The value does not fit its type.'

/** What graphql says about the shape of an input: names of the schema, and nothing that was put in. */
const SHAPES: readonly RegExp[] = [
  /^Field "\w{1,64}" is not defined by type "\w+"\./,
  /^Field "\w+" of required type "[\w![\]]+" was not provided\.$/,
  /^Expected non-nullable type "[\w![\]]+" not to be null\.$/,
  /^Expected type "\w+" to be an object\.$/,
]

const VALUES: ReadonlySet<string> = new Set([
  Kind.VARIABLE,
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
])

/**
 * graphql quotes what a client sent, and what a client sends may be somebody's name: an error tells where and what is
 * wrong, but never repeats a value, because errors end up in logs that are nobody's record (S46, S51).
 */
export function safeMessage(error: GraphQLError): string {
  const { message, nodes, originalError } = error
  if (message.startsWith('Syntax Error: ')) return withoutToken(message)
  const [, variable] = /^Variable "\$(\w+)" got invalid value /.exec(message) ?? []
  if (variable !== undefined) return ofVariable(variable, message, originalError?.message ?? '')
  const [node] = nodes ?? []
  if (node !== undefined && VALUES.has(node.kind)) return shapeOf(message) ?? NO_FIT
  return message
}

/** The token that was not expected is named by its kind. */
function withoutToken(message: string): string {
  return message
    .replace(/\b(Name|String|BlockString|Int|Float) "[\s\S]*/, '$1.')
    .replace(/(escape sequence): [\s\S]*/, '$1.')
    .replace(/(number, expected digit but got): [\s\S]*/, '$1 something else.')
}

function ofVariable(variable: string, message: string, reason: string): string {
  const before = message.endsWith(`; ${reason}`) ? message.slice(0, -reason.length - 2) : ''
  const path = / at "([\w.[\]]+)"$/.exec(before)?.[1]
  const place = path === undefined ? '' : ` at "${path}"`
  return `Variable "$${variable}" has a wrong value${place}; ${shapeOf(reason) ?? NO_FIT}`
}

function shapeOf(message: string): string | undefined {
  return SHAPES.some(shape => shape.test(message)) ? message : undefined
}
