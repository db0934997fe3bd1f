import { blankSummary, fieldsOf, followUpProblem, missingIn } from './summary-draft'

it('is blank to begin with: software fills in nothing', () => {
  const { step: _, ...fields } = blankSummary
  expect(
    Object.values(fields).every(value => value === '' || value === null || (value as unknown[]).length === 0),
  ).toBe(true)
})

it('names what is missing, page by page', () => {
  expect(missingIn(blankSummary, 'record')).toEqual(['主诉', '现病史', '诊断'])
  expect(missingIn({ ...blankSummary, advice: '少吃盐' }, 'advice')).toEqual(['什么情况要马上去医院'])
})

it.each([
  [null, null, null],
  ['2026-11-22', null, null],
  ['2026-11-21', null, '这个日子已经过了，请重新选一个。'],
  ['2026-11-21', '2026-11-21', null],
  ['2026-11-20', '2026-11-21', '这个日子已经过了，请重新选一个。'],
])('a follow-up on %s, signed before for %s: %s', (followUpOn, signed, words) =>
  expect(followUpProblem({ followUpOn }, signed, '2026-11-22')).toBe(words),
)

it('sends trimmed words, nothing for what was left blank, and no half medication', () => {
  const fields = fieldsOf({
    ...blankSummary,
    diagnosis: ' 高血压 ',
    diagnosisCode: 'i10',
    medications: [
      { name: ' 氨氯地平 ', usage: '每天一片' },
      { name: '', usage: '每天' },
    ],
  })
  expect(fields).toMatchObject({
    diagnosis: '高血压',
    diagnosisCode: 'I10',
    pastHistory: null,
    medications: [{ name: '氨氯地平', usage: '每天一片' }],
  })
})
