/** Text that becomes part of a page: nothing that anybody wrote can be anything but text. */
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escape = (text: string): string => text.replace(/[&<>"']/g, c => entities[c]!)

/** Already safe. */
export class Html {
  constructor(readonly text: string) {}
}
type Part = string | number | Html | readonly Html[]

const textOf = (part: Part): string => {
  if (part instanceof Html) return part.text
  return Array.isArray(part) ? part.map(p => (p as Html).text).join('\n') : escape(String(part as string | number))
}
/** html`<p>${words}</p>`: what is put in is escaped, unless it is Html itself. */
export const html = (pieces: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(pieces.map((piece, n) => piece + (n < parts.length ? textOf(parts[n]!) : '')).join(''))

export const nothing = new Html('')
/** A table of a label and what belongs to it; what is null is left out. */
export const rowsOf = (rows: readonly (readonly [string, string | Html | null])[]): Html =>
  html`<table>
    ${rows.flatMap(([label, value]) =>
      value === null
        ? []
        : [
            html`<tr>
              <th>${label}</th>
              <td>${value}</td>
            </tr>`,
          ],
    )}
  </table>`
