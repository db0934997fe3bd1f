/** Markup that may go out as it is; every other value in `html` is escaped. */
export type Html = { readonly markup: string }

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, character => entities[character]!)

type Value = Html | readonly Html[] | string | number

function text(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value))
  return 'markup' in value ? value.markup : value.map(part => part.markup).join('')
}

export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return {
    markup: strings.map((string, index) => string + (index < values.length ? text(values[index]!) : '')).join(''),
  }
}

const style = `
*{box-sizing:border-box}
body{margin:0;background:#f2f4f3;color:#1b2420;font:18px/1.5 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
header{background:#0a6b4a;color:#fff;padding:24px 20px 20px}
header h1{margin:0;font-size:26px}
header p{margin:6px 0 0;font-size:17px}
main{max-width:560px;margin:0 auto;padding:16px}
h2{font-size:18px;color:#4a5751;margin:20px 4px 8px}
form{margin:0}
.card{display:flex;width:100%;gap:14px;align-items:center;text-align:left;background:#fff;color:inherit;border:0;
border-radius:14px;padding:14px 16px;margin:0 0 10px;min-height:76px;font:inherit;box-shadow:0 1px 2px #0001}
button{cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
.face{flex:none;width:48px;height:48px;border-radius:12px;background:#d8efe5;color:#0a6b4a;font-size:24px;line-height:48px;text-align:center}
.card strong{display:block;font-size:20px}
.card small,.note{color:#4a5751;font-size:16px}
a.card{text-decoration:none}
.card a,.link{display:inline-block;color:#0a5c40;font-size:17px;padding:10px 0}
.block{display:block}
.main,.quiet{display:block;width:100%;min-height:60px;border-radius:14px;border:0;font:inherit;font-size:20px;margin:10px 0;text-align:center}
.main{background:#0a6b4a;color:#fff}
.quiet{background:#fff;color:#0a5c40;border:1px solid #0a6b4a}
dl{margin:10px 0 0;display:grid;grid-template-columns:auto 1fr;gap:4px 14px}
dt{color:#4a5751}
dd{margin:0;overflow-wrap:anywhere}
`

export function page(title: string, hint: string, content: Html | readonly Html[]): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${title} · 沙盒微信</title>
        <style>
          ${{ markup: style }}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${hint}</p>
        </header>
        <main>${content}</main>
      </body>
    </html>`.markup
}
