import { excludedDrugIn } from './excluded-drugs'

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
])('%s names %s', (text, drug) => {
  expect(excludedDrugIn(text)).toBe(drug)
})

test.each(['氨氯地平片 5mg', '二甲双胍', '阿司匹林肠溶片', '布洛芬缓释胶囊', '右美沙芬', '氯雷他定', '布地奈德', ''])(
  '%s may be given',
  text => {
    expect(excludedDrugIn(text)).toBeNull()
  },
)
