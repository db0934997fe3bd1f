import { defaultConsultationRules } from 'shared/consultations/admin-contract'
import sharp from 'sharp'
import { v7 as uuid } from 'uuid'
import { addDays, dayOf } from '../../../clock'
import { codeOf } from '../../../testing/client'
import { newConsultingDoctor } from '../../../testing/consulting'
import { addPersonOnFile } from '../../../testing/people'
import { type TestServer, startTestServer } from '../../../testing/server'
import { type StaffMember, newAdministrator, newResident, newStaff } from '../../../testing/signed-in'
import { type Steps, recordSteps } from '../records/testing'
import { uploadBy } from '../talking/testing'

let server: TestServer
let steps: Steps
let admin: StaffMember
beforeAll(async () => {
  server = await startTestServer()
  steps = recordSteps(server)
  admin = await newAdministrator(server)
}, 60_000)
afterAll(() => server?.stop())

const today = () => dayOf(server.clock.now(), server.context.config.TIME_ZONE)
const body = { reason: '处理投诉，核对经过' }
const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#123456' } })
    .png()
    .toBuffer()
type Asked = Awaited<ReturnType<Steps['asked']>>
const say = ({ doctor, consultationId }: Asked, text: string) =>
  doctor.consultationTalk.doctorSend({
    ...steps.of(consultationId),
    body: { messageId: uuid(), kind: 'text', text },
  })

test('an administrator sets the rules; who changed what is kept in words', async () => {
  const { institutionId } = (await newConsultingDoctor(server)).clinic
  const params = { institutionId }
  expect(await admin.consultationsAdmin.consultationRules({ params })).toMatchObject({
    rules: defaultConsultationRules,
    version: 0,
    changes: [],
  })
  const rules = { ...defaultConsultationRules, fee: 1500, refundWhenStopped: false }
  const changed = await admin.consultationsAdmin.changeConsultationRules({ params, body: { rules, version: 0 } })
  expect(changed).toMatchObject({ rules, version: 1 })
  expect(changed.changes[0]!.what).toEqual(['问诊费：同普通门诊 → 15 元', '转去门诊时退款：是 → 否'])
  const late = admin.consultationsAdmin.changeConsultationRules({ params, body: { rules, version: 0 } })
  expect(await codeOf(late)).toBe('version_conflict')
  const missing = admin.consultationsAdmin.consultationRules({ params: { institutionId: 'org-none' } })
  expect(await codeOf(missing)).toBe('not_found')
})

test('finds by day, doctor and state, newest first, with masked names and nothing of what was said', async () => {
  const doctor = await newConsultingDoctor(server, { name: '慕容百分%雪' })
  const first = await steps.signed({}, { doctor })
  const second = await steps.asked({}, { doctor })
  const find = (more: object) =>
    admin.consultationsAdmin.findConsultations({ query: { from: today(), to: today(), ...more } })
  const found = await find({ doctorName: '百分%' })
  expect(found.consultations.map(c => c.consultationId)).toEqual([second.consultationId, first.consultationId])
  expect(found.consultations[1]).toMatchObject({ status: 'finished', outcome: 'summary', complaint: null })
  expect(found.consultations[0]!.personName).toMatch(/^.\*+$/)
  expect(JSON.stringify(found)).not.toContain('头晕')
  expect((await find({ doctorName: '百分_' })).consultations).toEqual([])
  const planned = await find({ doctorName: '慕容', status: 'planned' })
  expect(planned.consultations.map(c => c.consultationId)).toEqual([second.consultationId])
  const before = await find({ doctorName: '慕容', before: second.consultationId })
  expect(before.consultations.map(c => c.consultationId)).toEqual([first.consultationId])
  expect(await codeOf(find({ from: '2026-01-01' }))).toBe('range_invalid')
  expect(await steps.audited(first.resident.personId, 'consultations.find')).toHaveLength(1)
})

test('opens the whole of one with a reason; the patient sees who did and why, and is told', async () => {
  const asked = await steps.accepted()
  await say(asked, '按原来的量吃')
  await steps.finish(asked)
  const opened = await admin.consultationsAdmin.openConsultation({ ...steps.of(asked.consultationId), body })
  expect(opened.consultation.personName).toBe(asked.resident.onFile.name)
  expect(opened.messages.map(m => m.text)).toContain('按原来的量吃')
  expect(opened.messages.map(m => m.seq)).toEqual(opened.messages.map((_, n) => n + 1))
  expect(opened.summaries.map(s => s.signature.valid)).toEqual([true])
  const what = opened.trace.map(t => t.what)
  for (const one of [
    '在线问诊提问',
    '接诊',
    '写好小结并签名，问诊结束',
    `监管调阅患者的在线问诊（理由：${body.reason}）`,
  ])
    expect(what).toContain(one)
  expect(opened.trace[0]).toMatchObject({ who: '患者', what: '在线问诊提问' })
  // It is not the administrator's own data.
  expect(what.join()).not.toContain('您')
  const { accesses } = await asked.resident.audit.accesses({ params: { personId: asked.resident.personId }, query: {} })
  expect(accesses).toContainEqual(expect.objectContaining({ action: '监管调阅您的在线问诊', purpose: body.reason }))
  await server.runJob('notifications-tell-of-looks')
  await server.runJob('notifications-deliver')
  const { messages } = await asked.resident.notifications.messages({ query: {} })
  expect(messages.map(m => m.kind)).toContain('record_viewed')
})

test('its pictures open for the administrator while the look is fresh, and for no other', async () => {
  const resident = await newResident(server)
  const upload = await resident.attachments.upload({ body: { kind: 'picture' }, file: await picture() })
  const asked = await steps.asked({ attachmentIds: [upload.attachmentId] }, { resident })
  const { consultation } = await admin.consultationsAdmin.openConsultation({ ...steps.of(asked.consultationId), body })
  const get = async () => (await fetch(`${server.base}${consultation.pictures[0]!.url}`)).status
  expect(await get()).toBe(200)
  await server.db.query('DELETE FROM audit_event WHERE account_id = ? AND action = ?', [
    admin.accountId,
    'consultations.view',
  ])
  expect(await get()).toBe(404)
})

test('exports one page: pictures in it, everything escaped, the signature to verify, the trace', async () => {
  const resident = await newResident(server)
  const send = async () =>
    (await resident.attachments.upload({ body: { kind: 'picture' }, file: await picture() })).attachmentId
  const [shown, paper] = [await send(), await send()]
  const earlier = { by: 'pictures' as const, attachmentIds: [paper] }
  const asked = await steps.asked({ attachmentIds: [shown], earlier }, { resident })
  await steps.accept(asked, { evidence: { by: 'pictures', attachmentIds: [paper] } })
  const attack = `</td><script>alert(1)</script><img src=x onerror="alert('2')">&amp;`
  await say(asked, attack)
  await steps.finish(asked, { advice: attack })
  await steps.amend(asked, { allergies: attack })
  const page = await admin.consultationsAdmin.exportConsultation({ ...steps.of(asked.consultationId), body })
  expect(page).not.toContain('<script')
  expect(page).not.toContain('onerror="')
  expect(page).toContain('&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toMatch(/<img[^>]*src="data:image\/jpeg;base64,[A-Za-z0-9+/=]+"/)
  // With the question, as supplied, and as kept.
  expect(page.match(/<img/g)!.length).toBe(3)
  for (const words of [asked.resident.onFile.name, 'Ed25519', '小结 第 2 版', '小结 第 1 版', '监管导出患者的在线问诊'])
    expect(page).toContain(words)
  expect(page.match(/通过/g)!.length).toBe(2)
  expect(page).toContain(`理由：${body.reason}`)
  expect(page).not.toMatch(/https?:\/\//)
  // The signed text is as it was signed; everything else is in words that people read.
  const read = page.replace(/<style>[^]*?<\/style>|<pre>[^]*?<\/pre>|<[^>]*>/g, ' ')
  expect(read).not.toMatch(/\b(planned|finished|cancelled|summary|resident|doctor|service|follow_up|pictures)\b/)
})

test('exports also what lost a picture, and says so', async () => {
  const resident = await newResident(server)
  const { attachmentId } = await resident.attachments.upload({ body: { kind: 'picture' }, file: await picture() })
  const { consultationId } = await steps.asked({ attachmentIds: [attachmentId] }, { resident })
  const send = { messageId: uuid(), kind: 'picture' as const, attachmentId: '' }
  const lost = await resident.attachments.upload({ body: { kind: 'picture' }, file: await picture() })
  const message = { ...send, attachmentId: lost.attachmentId }
  await resident.consultationTalk.send({ ...steps.of(consultationId), body: message })
  await server.context.files.remove(`${lost.attachmentId}.full`)
  const page = await admin.consultationsAdmin.exportConsultation({ ...steps.of(consultationId), body })
  expect(page).toContain(`图片 ${lost.attachmentId}（文件打不开）`)
})

test('tells of a child who asked and who handed it on, plays what was recorded, and says where it was sent', async () => {
  const [first, doctor] = [
    await newConsultingDoctor(server, { paediatric: true, name: '李明' }),
    await newConsultingDoctor(server, { paediatric: true, name: '王芳' }),
  ]
  const guardian = await newResident(server, { birthDate: '1990-05-05', sex: 'female' })
  const onFile = addPersonOnFile(server, { birthDate: addDays(today(), -4 * 366), sex: 'male', phone: null })
  const { name, identityNumber } = onFile
  const relation = { relation: 'child' as const, scope: ['records' as const], guardianConsent: true }
  const { person } = await guardian.identity.addMember({ body: { name, identityNumber, ...relation } })
  const child = { ...guardian, personId: person.personId, onFile }
  const asked = await steps.asked({ guardianPresent: true, allowRecords: true }, { doctor: first, resident: child })
  await steps.transfer(asked, doctor)
  const its = { ...asked, doctor }
  await steps.accept(its)
  const attachmentId = await uploadBy(guardian, 'sound')
  const sound = { messageId: uuid(), kind: 'sound' as const, attachmentId }
  await guardian.consultationTalk.send({ ...steps.of(its.consultationId), body: sound })
  const { departmentId } = doctor.clinic
  await steps.stop(its, { why: 'emergency', departmentId })

  const { consultation } = await admin.consultationsAdmin.openConsultation({ ...steps.of(its.consultationId), body })
  const place = `${consultation.institutionName} 全科`
  expect(consultation).toMatchObject({
    ...{ sex: 'male', age: 4, guardianPresent: true, clinicPlace: place },
    askedBy: expect.stringMatching(/^母亲 .\*+$/),
    transferredBy: { name: '李明', words: '心内科的问题，请您看看' },
  })
  const page = await admin.consultationsAdmin.exportConsultation({ ...steps.of(its.consultationId), body })
  const read = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  for (const words of [
    '性别 男',
    '提问时年龄 4 岁',
    `谁在问 ${consultation.askedBy}`,
    '家长在场 是',
    '允许医生看县里的病历 是',
    '原来的医生 李明',
    '转交的原因 心内科的问题，请您看看',
    '为什么转去门诊 可能是急症',
    `转去哪里 ${place}`,
    `录音 ${attachmentId}`,
  ])
    expect(read).toContain(words)
  const [, type, data] = page.match(/<audio controls src="data:([a-z/]+);base64,([A-Za-z0-9+/=]+)"/)!
  expect(type).toBe('audio/mpeg')
  const opened = await admin.consultationsAdmin.openConsultation({ ...steps.of(its.consultationId), body })
  const { url } = opened.messages.find(m => m.kind === 'sound')!.attachment!
  expect(Buffer.from(data!, 'base64')).toEqual(Buffer.from(await (await fetch(server.base + url)).arrayBuffer()))
  expect(page).toMatch(/Content-Security-Policy"\s+content="default-src 'none'; img-src data:; media-src data:;/)
})

test('says of a grown-up who asked alone no guardian, no colleague and no clinic', async () => {
  const asked = await steps.asked({ allowRecords: false })
  const page = await admin.consultationsAdmin.exportConsultation({ ...steps.of(asked.consultationId), body })
  const read = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  for (const words of ['提问时年龄', '谁在问 本人', '允许医生看县里的病历 否']) expect(read).toContain(words)
  expect(read).not.toMatch(/家长在场|原来的医生|转交的原因|转去门诊|转去哪里|替居民约的号/)
})

test('a complaint is answered once; the resident is told and reads the answer', async () => {
  const asked = await steps.signed()
  const complaint = await asked.resident.consultations.complain({
    ...steps.of(asked.consultationId),
    body: { statement: '等了很久没人回复' },
  })
  const { complaintId } = complaint
  const { complaints, open } = await admin.consultationsAdmin.consultationComplaints({})
  expect(open).toBeGreaterThan(0)
  expect(complaints).toContainEqual(
    expect.objectContaining({
      complaintId,
      consultationId: asked.consultationId,
      statement: '等了很久没人回复',
      state: 'open',
    }),
  )
  const answer = (words: string) =>
    admin.consultationsAdmin.answerComplaint({ params: { complaintId }, body: { answer: words } })
  expect(await answer('已和医生核对，下次会更快回复')).toMatchObject({ state: 'answered' })
  expect(await codeOf(answer('再答一次'))).toBe('already_decided')
  expect((await steps.seen(asked)).complaint).toMatchObject({ answer: '已和医生核对，下次会更快回复' })
  expect((await steps.told(asked)).flatMap(m => m.lines.map(l => l.value)).join()).toContain('您的投诉有答复了')
})

test('nobody but administrators supervises, and nothing is shown of what is not there', async () => {
  const asked = await steps.signed()
  const of = steps.of(asked.consultationId)
  const clerk = await newStaff(server, { role: 'staff', institutionId: asked.doctor.institutionId })
  for (const { consultationsAdmin } of [asked.resident, asked.doctor, clerk]) {
    const all = [
      consultationsAdmin.openConsultation({ ...of, body }),
      consultationsAdmin.exportConsultation({ ...of, body }),
      consultationsAdmin.findConsultations({ query: { from: today(), to: today() } }),
      consultationsAdmin.consultationComplaints({}),
      consultationsAdmin.consultationRules({ params: { institutionId: asked.doctor.institutionId } }),
    ]
    for (const refused of all) expect(await codeOf(refused)).toBe('forbidden')
  }
  const none = steps.of(uuid())
  expect(await codeOf(admin.consultationsAdmin.openConsultation({ ...none, body }))).toBe('not_found')
  expect(await codeOf(admin.consultationsAdmin.exportConsultation({ ...none, body }))).toBe('not_found')
  const answer = { params: { complaintId: uuid() }, body: { answer: '答复' } }
  expect(await codeOf(admin.consultationsAdmin.answerComplaint(answer))).toBe('not_found')
})
