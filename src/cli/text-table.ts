/** A few long names must not push every other line off the screen: they overflow their column instead. */
const WIDEST_COLUMN = 36

/** Lays rows out in columns two blanks apart. Cells hold no line breaks. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(WIDEST_COLUMN, Math.max(...rows.map(row => (row[column] ?? '').length))),
  )
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Cuts a long list, saying how many more there are. */
export function shortList(items: readonly string[], most: number, separator = ', '): string {
  if (items.length <= most) return items.join(separator)
  return `${items.slice(0, most).join(separator)}${separator}… ${items.length - most} more`
}
