/** One consultation as a page that opens anywhere, without this service: words, pictures, sounds, signatures, trace. */
import { DateTime } from 'luxon'
import type { SummaryFields } from 'shared/consultations/model'
import type { AttachmentRow } from '../../attachments'
import type { FieldCipher } from '../../../security/field-cipher'
import type { ConsultationMessage } from '../message.entity'
import type { Earlier, Evidence } from '../earlier'
import type { SignedVersion } from '../records/summaries'
import { outcomeWords } from '../outcome-words'
import { movedRows, patientRows } from './export-rows'
import { Html, html, nothing, rowsOf } from './html'
import type { Whole } from './whole-consultation'

export interface ExportParts {
  whole: Whole
  doctorName: string
  institutionName: string
  reason: string
  answers: readonly { question: string; answer: string }[]
  /** Attachments of the question, and of the earlier diagnosis as the resident supplied it. */
  asked: readonly string[]
  earlier: Earlier
  evidence: Evidence | null
  /** Newest first. */
  versions: readonly SignedVersion[]
  attachments: ReadonlyMap<string, { row: AttachmentRow; bytes: Buffer | null }>
  exportedAt: Date
  because: string
  zone: string
  cipher: FieldCipher
}

const timesIn = (zone: string) => (at: Date | null) =>
  at && DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss')

/** What we encode (modules/attachments). */
const embeddable = /^(image\/(jpeg|png|webp)|audio\/(mpeg|mp4|webm|wav))$/

const attached = ({ attachments }: ExportParts, attachmentId: string): Html => {
  const found = attachments.get(attachmentId)
  if (!found) return html`<p class="file">附件 ${attachmentId}（已按保存期限删除）</p>`
  const { row, bytes } = found
  const sound = row.kind === 'sound'
  const name = sound ? `录音 ${attachmentId}，${row.seconds ?? 0} 秒` : `图片 ${attachmentId}`
  if (!bytes || !embeddable.test(row.mediaType)) return html`<p class="file">${name}（文件打不开）</p>`
  const data = `data:${row.mediaType};base64,${bytes.toString('base64')}`
  return sound
    ? html`<p class="file">${name}</p>
        <audio controls src="${data}"></audio>`
    : html`<img alt="${name}" src="${data}" />`
}

const saidBy: Record<ConsultationMessage['author'], string> = { resident: '居民', doctor: '医生', service: '系统' }

const messageRow = (parts: ExportParts, m: ConsultationMessage): Html => {
  const { cipher } = parts
  const text = m.text === null ? nothing : html`<p>${cipher.open(m.text, 'consultation')}</p>`
  const file = m.attachmentId === null ? nothing : attached(parts, m.attachmentId)
  return html`<tr>
    <td>${m.seq ?? ''}</td>
    <td>${timesIn(parts.zone)(m.at) ?? ''}</td>
    <td>${saidBy[m.author]} ${cipher.open(m.authorName, 'name')}</td>
    <td>${text}${file}</td>
  </tr>`
}

const fieldWords: Record<Exclude<keyof SummaryFields, 'medications'>, string> = {
  chiefComplaint: '主诉',
  presentIllness: '现病史',
  pastHistory: '既往史',
  allergies: '过敏史',
  diagnosis: '诊断',
  diagnosisCode: '诊断编码（ICD-10）',
  advice: '医嘱和建议',
  followUpOn: '复诊日期',
  ifWorse: '出现这些情况马上就医',
}

const versionPart = ({ zone }: ExportParts, { row, key, text, document, valid }: SignedVersion): Html => {
  const summary = document?.summary
  const fields = Object.entries(fieldWords).map(
    ([name, words]) => [words, summary?.[name as keyof typeof fieldWords] ?? null] as const,
  )
  const drugs = summary?.medications.map(m => `${m.name}：${m.usage}`).join('；') ?? ''
  return html`<section>
    <h3>小结 第 ${row.version} 版</h3>
    ${rowsOf([
      ...fields,
      ['用药', drugs || null],
      ['更正原因', document?.amends?.because ?? null],
      ['签名医生', document?.doctor.name ?? '（记录被改动，无法读取）'],
      ['医生编号', document?.doctor.id ?? null],
      ['签名时间', timesIn(zone)(row.signedAt)],
      ['签名算法', key.algorithm],
      ['密钥编号', row.keyId],
      ['公钥', key.publicKey],
      ['SHA-256', row.documentHash],
      ['签名值', row.signature],
      ['验签结果', valid ? '通过' : '未通过：内容或签名被改动过'],
    ])}
    <details>
      <summary>签名原文（机器核对签名用）</summary>
      <pre>${text ?? ''}</pre>
    </details>
  </section>`
}

const style = `body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60em;margin:2em auto;
padding:0 1em;color:#111}table{border-collapse:collapse;width:100%;margin:.5em 0}th,td{border:1px solid #999;
padding:.3em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere;min-width:4em}th{background:#f2f2f2}th:first-child:not(:last-child){width:9em}.talk td:last-child{width:60%}
.talk td:first-child,.talk th:first-child{width:3em;min-width:3em}
p,pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}img{max-width:100%;max-height:24cm}
@media print{body{margin:0;max-width:none}tr,img{break-inside:avoid}}`

const headPart = (parts: ExportParts): Html => {
  const { whole, doctorName, institutionName, reason, exportedAt, because, zone } = parts
  const { consultation: c, personName } = whole
  const time = timesIn(zone)
  return rowsOf([
    ['问诊编号', c.consultationId],
    ['居民', personName],
    ...patientRows(whole),
    ['医生', doctorName],
    ['机构', institutionName],
    ['提问时间', time(c.askedAt)],
    ['接诊时间', time(c.acceptedAt)],
    ['结束时间', time(c.endedAt)],
    ['状态', c.outcome ? outcomeWords[c.outcome] : '进行中'],
    ['结束说明', c.endedWords === null ? null : parts.cipher.open(c.endedWords, 'consultation')],
    ...movedRows(whole),
    ['哪里不舒服', reason],
    ['随问题提交的图片和录音', parts.asked.length ? html`${parts.asked.map(id => attached(parts, id))}` : null],
    [
      '居民提供的既往诊断',
      parts.earlier.by === 'doctor_fetches' ? '请医生查县平台' : diagnosisPart(parts, parts.earlier),
    ],
    ['同意书版本', c.consentVersion],
    ['导出时间', time(exportedAt)],
    ['导出理由', because],
  ])
}

const diagnosisPart = (parts: ExportParts, { record, attachmentIds }: Evidence): Html => {
  const line = record && [record.day, record.title, record.detail, record.institutionName, record.doctorName]
  const words = line ? html`<p>${line.filter(Boolean).join('，')}</p>` : nothing
  return html`${words}${attachmentIds.map(id => attached(parts, id))}`
}

const evidencePart = (parts: ExportParts): Html =>
  parts.evidence ? diagnosisPart(parts, parts.evidence) : html`<p>没有留存（未接诊）。</p>`

const afterPart = ({ whole: { rating, complaint } }: ExportParts): Html =>
  rowsOf([
    ['评价', rating ? `${rating.stars} 星 ${rating.words ?? ''}` : '没有评价'],
    ['投诉', complaint?.statement ?? '没有投诉'],
    ['答复', complaint?.answer ?? null],
  ])

export const exportPage = (parts: ExportParts): string => {
  const { whole, answers, versions, zone } = parts
  const page = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <title>在线问诊 ${whole.consultation.consultationId}</title>
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width" />
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <h1>在线问诊记录</h1>
        ${headPart(parts)}
        <h2>医生的问题和回答</h2>
        ${rowsOf(answers.map(a => [a.question, a.answer] as const))}
        <h2>留存的既往诊断资料</h2>
        ${evidencePart(parts)}
        <h2>交谈</h2>
        <table class="talk">
          <tr>
            <th>编号</th>
            <th>时间</th>
            <th>谁</th>
            <th>内容</th>
          </tr>
          ${whole.messages.map(m => messageRow(parts, m))}
        </table>
        <h2>签名的小结</h2>
        ${versions.map(v => versionPart(parts, v))}
        <h2>评价和投诉</h2>
        ${afterPart(parts)}
        <h2>全程留痕</h2>
        <table>
          <tr>
            <th>时间</th>
            <th>谁</th>
            <th>做了什么</th>
          </tr>
          ${whole.trace.map(
            t =>
              html`<tr>
                <td>${timesIn(zone)(t.at) ?? ''}</td>
                <td>${t.who}</td>
                <td>${t.what}</td>
              </tr>`,
          )}
        </table>
      </body>
    </html>`
  return page.text
}
