import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import type { TestServer } from '../../support/server.js'

/** Asks with a typed document: what the compiler says of the answer is what the contract says. */
export async function askTyped<R, V extends object>(
  server: TestServer,
  token: string,
  document: TypedDocumentNode<R, V>,
  variables: V,
): Promise<R> {
  const { data, errors } = await server.graphql<R>(token, print(document), variables)
  if (data === undefined || errors !== undefined) throw new Error(`no answer: ${JSON.stringify(errors)}`)
  return data
}
