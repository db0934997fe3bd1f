import { redFlagKinds, redFlagsIn, redFlagsInQuestion } from './red-flags'

test.each([
  ['今天早上突然胸口痛，出冷汗', ['chest_pain']],
  ['说话不清，半边身子没力气', ['stroke']],
  ['拉黑便三天了，还吐血', ['bleeding']],
  ['晚上躺不平，喘不上气', ['breathing']],
  ['刚才晕倒了，叫不醒', ['consciousness']],
  ['孩子误服了老鼠药', ['poisoning']],
  ['最近觉得活着没意思，不想活', ['self_harm']],
  ['烧到40度，吃了药高烧不退', ['child_fever']],
  ['怀孕八个月，今天胎动减少', ['pregnancy']],
  ['胸痛，喘不上气，还咳血', ['chest_pain', 'bleeding', 'breathing']],
])('%s → %j', (text, kinds) => {
  expect(redFlagsIn(text).map(f => f.kind)).toEqual(kinds)
})

test.each([
  '血压有点高，按时吃药，来开药',
  '没有胸痛，没有头晕',
  '无胸闷，无呼吸困难',
  '走路不胸闷了',
  '未见咯血',
  '否认昏迷',
  '',
])('%s: nothing', text => {
  expect(redFlagsIn(text)).toEqual([])
})

test('what was said not to be there and then to be there counts', () => {
  expect(redFlagsIn('昨天没有胸痛，今天胸痛')).toEqual([{ kind: 'chest_pain', word: '胸痛' }])
})

test('each kind once, in the order of the list, with the word as it was written', () => {
  const found = redFlagsIn('黑便，呕血，胸闷，胸痛')
  expect(found.map(f => f.kind)).toEqual(redFlagKinds.filter(k => found.some(f => f.kind === k)))
  expect(found).toEqual([
    { kind: 'chest_pain', word: '胸痛' },
    { kind: 'bleeding', word: '呕血' },
  ])
})

it.each([
  ['最近是不是胸痛、喘不上气', '是', ['chest_pain', 'breathing']],
  ['最近有没有胸痛', '是', ['chest_pain']],
  ['最近是不是胸痛、喘不上气', '不是', []],
  ['最近是不是胸痛、喘不上气', '说不准', []],
  ['哪里不舒服', '昨晚昏倒了一次', ['consciousness']],
])('counts what %s answered by %s names', (question, answer, kinds) => {
  expect(redFlagsInQuestion('老毛病复诊', [{ question, answer }]).map(({ kind }) => kind)).toEqual(kinds)
})
