import { identifierSystems } from 'shared/kernel/fhir-systems'
import { identifiersOf } from './search-terms'
import { type Store } from './store'

const LATEST = 30

/** GET /: what the platform holds, for the eyes of whoever runs the demo. Holds no names. */
export function overviewPage(store: Store, faults: { mode: string }[]): string {
  const counts = Object.entries(store.counts()).map(([type, count]) => `<tr><td>${type}<td>${count}`)
  const latest = [...store.changedSince('Appointment')].slice(-LATEST).reverse()
  const appointments = latest.map(({ resource }) => {
    const ours = identifiersOf(resource).find(({ system }) => system === identifierSystems.appointment)
    const cells = [
      ours?.value,
      resource.status,
      resource.start,
      resource.id,
      resource.meta.versionId,
      resource.meta.lastUpdated,
    ]
    return `<tr>${cells.map(cell => `<td>${escape(String(cell ?? ''))}`).join('')}`
  })
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<title>县域平台沙箱</title><style>body{font:16px/1.5 sans-serif;margin:2em}td,th{padding:.2em 1em;text-align:left}</style>
<h1>县域平台沙箱</h1><p>当前故障:${faults.map(({ mode }) => mode).join('、') || '无'}</p>
<h2>收到的预约(最近 ${LATEST} 条)</h2>
<table><tr><th>业务编号<th>状态<th>开始<th>平台编号<th>版本<th>更新于${appointments.join('')}</table>
<h2>存有的资源</h2><table><tr><th>类型<th>数量${counts.join('')}</table></html>`
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
