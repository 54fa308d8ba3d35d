// oxlint-disable-next-line typescript/no-explicit-any -- what a client reads is what the query asks for
export type Answer = any

/** What a query shows, in words. */
export function toldByQuery({ data, errors = [], extensions }: Answer, restrictedFact: string) {
  const whole = errors.find(({ path }: Answer) => path === undefined)
  if (whole !== undefined && whole.extensions.code !== 'FORBIDDEN') throw new Error(JSON.stringify(errors))
  const error = (...path: readonly (string | number)[]): string | undefined =>
    (whole ?? errors.find((each: Answer) => path.every((part, index) => each.path?.[index] === part)))?.extensions.code
  const hidden = (...path: readonly (string | number)[]): string | undefined =>
    extensions?.withheld?.find((each: Answer) => JSON.stringify(each.path) === JSON.stringify(path))?.reason
  const gene = (sample: string, symbol: string) => {
    const calls: readonly Answer[] = data?.[sample]?.geneCalls ?? []
    const call = calls.find(each => each.gene.symbol === symbol)
    return error(sample) ?? call?.withheld ?? (call === undefined ? 'nothing' : 'shown')
  }
  const evidence = (sample: string) => {
    const calls: readonly Answer[] = data?.[sample]?.geneCalls ?? []
    const index = calls.findIndex(each => each.gene.symbol === 'CYP2C19')
    return (
      error(sample) ??
      hidden(sample, 'geneCalls', index, 'evidence') ??
      (calls[index]?.evidence?.length > 0 ? 'shown' : 'nothing')
    )
  }
  const person = data?.person
  const facts: readonly Answer[] | undefined = data?.known?.history?.facts.nodes
  return {
    name: error('person') ?? hidden('person', 'displayName') ?? (person?.displayName ? 'shown' : 'nothing'),
    birthDate: error('person') ?? hidden('person', 'birthDate') ?? 'shown',
    birthYear: error('person') ?? hidden('person', 'birthYear') ?? 'shown',
    history: error('known') ?? hidden('known', 'history') ?? (facts === undefined ? 'nothing' : 'shown'),
    restrictedFact: facts?.some(({ id }) => id === restrictedFact) ?? false,
    ...Object.fromEntries(
      ['released', 'unreleased'].flatMap(sample => [
        [`${sample} gene`, gene(sample, 'CYP2C19')],
        [`${sample} restricted gene`, gene(sample, 'CFTR')],
        [`${sample} evidence`, evidence(sample)],
      ]),
    ),
    upload: error('upload') ?? (data?.upload ? 'shown' : 'nothing'),
  }
}
