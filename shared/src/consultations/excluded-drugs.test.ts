import { excludedDrugIn, excludedMedication } from './excluded-drugs'

test.each([
  ['艾司唑仑片 1mg 睡前', '艾司唑仑'],
  ['地西泮', '地西泮'],
  ['吃完再配两片 曲 马 多', '曲马多'],
  ['曲　马　多缓释片', '曲马多'],
  ['盐酸哌替啶注射液', '哌替啶'],
  ['杜冷丁', '杜冷丁'],
  ['酒石酸唑吡坦片（思诺思）', '唑吡坦'],
  ['复方磷酸可待因口服液', '可待因'],
  ['芬太尼透皮贴剂', '芬太尼'],
  ['Γ-羟丁酸', 'γ-羟丁酸'],
  ['氢溴酸右美沙芬口服溶液', '右美沙芬'],
  ['溴替唑仑片 0.25mg', '溴替唑仑'],
  ['富马酸泰吉利定注射液', '泰吉利定'],
  ['富马酸奥赛利定注射液', '奥赛利定'],
  ['阿桔片', '阿桔片'],
  ['地·西·泮', '地西泮'],
  ['地-西－泮', '地西泮'],
  ['地（西）泮', '地西泮'],
  ['地\u200b西\u00ad泮', '地西泮'],
  ['地\u0301西泮', '地西泮'],
  ['ｄｉａｚｅｐａｍ 5mg', 'diazepam'],
  ['Tramadol', 'tramadol'],
])('%s names %s', (text, drug) => {
  expect(excludedDrugIn(text)).toBe(drug)
})

test.each([
  '氨氯地平片 5mg',
  '二甲双胍',
  '阿司匹林肠溶片',
  '布洛芬缓释胶囊',
  '效果可待，因此不换药',
  '氯雷他定',
  '病情安定，继续观察',
  '布地奈德',
  '',
])('%s may be given', text => {
  expect(excludedDrugIn(text)).toBeNull()
})

test.each([
  ['安定', '安定'],
  ['安 定 2.5mg', '安定'],
  ['安定片', '安定片'],
  ['氯硝安定 2mg', '安定'],
  ['地西泮', '地西泮'],
  ['氨氯地平片', null],
])('a medication named %s: %s', (name, drug) => {
  expect(excludedMedication(name)).toBe(drug)
})
