import { calendarFile } from './calendar-file'

test('a calendar file says when, what and where, and reminds an hour before', () => {
  const from = Date.parse('2026-11-23T00:30:00Z')
  const file = calendarFile({ title: '看病：青石镇卫生院', place: '门诊1层, 101诊室', from, to: from + 1_800_000 })
  const lines = file.split('\r\n')
  expect(lines).toContain('DTSTART:20261123T003000Z')
  expect(lines).toContain('DTEND:20261123T010000Z')
  expect(lines).toContain('SUMMARY:看病：青石镇卫生院')
  expect(lines).toContain('LOCATION:门诊1层\\, 101诊室')
  expect(lines).toContain('TRIGGER:-PT60M')
})
