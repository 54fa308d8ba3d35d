/** A gene's file as curators read it: a line for each field, a line for each row of a table. */
export function formatGeneFile(file: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(file).map(([name, value]) => {
    const table = Array.isArray(value) && value.some(row => typeof row === 'object')
    return `  ${JSON.stringify(name)}: ${table ? tableText(value) : inline(value)}`
  })
  return `{\n${fields.join(',\n')}\n}\n`
}

/** A drug's guidelines of one source: a line for each guideline's head, a line for each of its rows. */
export function formatGuidelineFile({ guidelines, ...head }: Readonly<Record<string, unknown>>): string {
  const texts = (Array.isArray(guidelines) ? guidelines : []).map((guideline: Readonly<Record<string, unknown>>) => {
    const { rows, ...about } = guideline
    const lines = Array.isArray(rows) ? rows.map(row => `    ${inline(row)}`) : []
    return `  ${opened(about)}"rows": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]}`
  })
  return `${opened(head)}"guidelines": [\n${texts.join(',\n')}\n]}\n`
}

function tableText(rows: readonly unknown[]): string {
  return `[\n${rows.map(row => `    ${inline(row)}`).join(',\n')}\n  ]`
}

/** An object without its closing brace, ready for one more field. */
function opened(head: object): string {
  return `${inline(head).slice(0, -1)}, `
}

/** JSON on one line, with a blank after commas and colons. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}: ${inline(field)}`).join(', ')}}`
}
