import { pick } from './random'

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
]
const maleCharacters = [...'伟强磊军勇杰涛明超刚平辉鹏华飞波斌宇浩凯健俊帆峰林山川海松柏德福贵田根生民国建文武志诚义信']
const femaleCharacters = [...'芳娜敏静丽艳娟霞秀英兰桂香梅莲玲红燕云雪琴萍月春花珍玉凤慧琳洁颖婷欣怡蓉菊翠巧素淑']

export type Gender = 'male' | 'female'

export const pickSurname = (random: () => number): string => pick(random, surnames)

export function pickName(random: () => number, gender: Gender, surname = pickSurname(random)): string {
  const characters = gender === 'male' ? maleCharacters : femaleCharacters
  const first = pick(random, characters)
  return surname + first + (random() < 0.75 ? pick(random, characters) : '')
}
