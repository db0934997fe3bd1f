import { factsOf } from './facts'

type Consultation = Parameters<typeof factsOf>[0]['consultation']

const consultation: Consultation = {
  consultationId: '0197f5a0-0000-7000-8000-000000000001',
  status: 'finished',
  outcome: 'clinic',
  personId: '0197f5a0-0000-7000-8000-000000000002',
  doctorId: 'doctor-test',
  doctorName: '王芳',
  doctorTitle: null,
  institutionId: 'org-test',
  institutionName: '青石镇卫生院',
  reason: '孩子又起疹子了',
  pictures: [],
  sounds: [],
  earlier: { by: 'pictures', record: null, pictures: [] },
  answers: [],
  allowRecords: false,
  askedAt: '2026-11-20T01:00:00.000Z',
  acceptBefore: null,
  acceptedAt: null,
  endedAt: null,
  endedWords: null,
  awaiting: null,
  evidence: null,
  summary: null,
  toClinic: { why: 'emergency', words: '', departmentId: null, departmentName: null, appointmentId: null },
  last: 0,
  reached: { resident: { delivered: 0, read: 0 }, doctor: { delivered: 0, read: 0 } },
  personName: '小明',
  sex: 'male',
  age: 4,
  askedBy: '母亲 王*',
  guardianPresent: true,
  transferredBy: { name: '李明', words: '请儿科看' },
  clinicPlace: '县医院 儿科',
}
const facts = (changes: Partial<Consultation> = {}) =>
  Object.fromEntries(
    factsOf({ consultation: { ...consultation, ...changes }, rating: null, complaint: null }),
  ) as Record<string, string | null>

it('says who asked for whom, who handed it on and where it was sent', () => {
  expect(facts()).toMatchObject({
    性别和年龄: '男，提问时 4 岁',
    谁在问: '母亲 王*',
    家长在场: '在',
    看县里的病历: '居民没有同意',
    医生: '王芳 青石镇卫生院',
    转来: '李明医生：请儿科看',
    转去门诊: '可能是急症，县医院 儿科',
    评价: null,
  })
})

it('says nothing of a guardian, a colleague or a clinic where there was none', () => {
  const none = { guardianPresent: null, transferredBy: null, toClinic: null, clinicPlace: null }
  expect(facts(none)).toMatchObject({ 家长在场: null, 转来: null, 转去门诊: null })
  expect(facts({ clinicPlace: null })['转去门诊']).toBe('可能是急症，没有指定科室')
})
