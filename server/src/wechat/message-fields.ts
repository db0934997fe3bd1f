/**
 * A subscribe message with one field too long is refused as a whole (47003), so texts are cut to what their kind
 * takes: thing ≤ 20 characters, phrase ≤ 5 Han characters, name ≤ 10. Numbers, codes and times are never cut: a part
 * of one would say something else. Fields are named `<kind><number>`, as the template names them.
 */
const longest: Record<string, number> = { thing: 20, phrase: 5, name: 10 }

export function fitMessageFields(data: Record<string, string>): Record<string, { value: string }> {
  const fitted = Object.entries(data).map(([field, text]) => {
    const limit = longest[field.replace(/\d+$/, '')]
    return [field, { value: limit === undefined ? text : cut(text, limit, field.startsWith('thing')) }]
  })
  return Object.fromEntries(fitted) as Record<string, { value: string }>
}

/** Counts characters as people do, so that no character is torn apart. */
function cut(text: string, limit: number, withEllipsis: boolean): string {
  const characters = [...text]
  if (characters.length <= limit) return text
  return withEllipsis ? `${characters.slice(0, limit - 1).join('')}…` : characters.slice(0, limit).join('')
}
