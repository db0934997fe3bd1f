/**
 * Words that may mean an emergency, looked for in the resident's own words. A word list and nothing more: it is shown to
 * the doctor as such, and to the resident as the advice to call 120; software makes no diagnosis (互联网诊疗监管细则, art. 13).
 */
import * as z from 'zod/mini'

export const redFlagKinds = [
  'chest_pain',
  'stroke',
  'bleeding',
  'breathing',
  'consciousness',
  'poisoning',
  'self_harm',
  'child_fever',
  'pregnancy',
] as const
export const RedFlag = z.object({
  kind: z.enum(redFlagKinds),
  /** As the resident wrote it. */
  word: z.string(),
})
export type RedFlag = z.infer<typeof RedFlag>

const wordsOf: Record<(typeof redFlagKinds)[number], readonly string[]> = {
  chest_pain: ['胸痛', '胸口痛', '胸口疼', '胸疼', '心口痛', '心口疼', '胸闷', '压榨感', '左胳膊麻', '左臂痛'],
  stroke: [
    '口角歪',
    '嘴歪',
    '口眼歪斜',
    '半边身子',
    '一侧无力',
    '半身不遂',
    '说话不清',
    '口齿不清',
    '突然看不见',
    '肢体麻木',
    '剧烈头痛',
    '头痛欲裂',
  ],
  bleeding: [
    '大出血',
    '出血不止',
    '止不住血',
    '血流不止',
    '吐血',
    '呕血',
    '咯血',
    '咳血',
    '便血',
    '黑便',
    '拉黑便',
    '柏油样便',
  ],
  breathing: ['喘不上气', '喘不过气', '呼吸困难', '憋气', '嘴唇发紫', '口唇发绀', '窒息', '卡住喉咙'],
  consciousness: ['昏迷', '昏倒', '晕倒', '晕厥', '不省人事', '叫不醒', '抽搐', '抽风', '意识不清', '神志不清'],
  poisoning: ['中毒', '喝农药', '误服', '误食', '蛇咬', '煤气'],
  self_harm: ['不想活', '想死', '自杀', '自残', '轻生'],
  child_fever: ['高烧不退', '高热不退', '40度', '烧到40', '高热惊厥'],
  pregnancy: ['胎动减少', '胎动少', '破水', '羊水', '孕妇出血', '怀孕出血', '见红'],
}

/** 没有胸痛, 无胸闷, 不胸闷: said not to be there. */
const denied = /(没有|没|无|不|未见|否认)(再)?$/u

const isDenied = (before: string): boolean => !before.endsWith('有没有') && denied.test(before)

/** @returns each kind at most once, in the order of the list; nothing for words that say it is not there. */
export const redFlagsIn = (text: string): RedFlag[] =>
  redFlagKinds.flatMap(kind => {
    const word = wordsOf[kind].find(w => {
      for (let at = text.indexOf(w); at >= 0; at = text.indexOf(w, at + 1))
        if (!isDenied(text.slice(Math.max(0, at - 3), at))) return true
      return false
    })
    return word ? [{ kind, word }] : []
  })

/** In a question as it is asked: what a doctor's own question names counts when it was answered 是. */
export const redFlagsInQuestion = (
  reason: string,
  answers: readonly { question: string; answer: string }[],
): RedFlag[] =>
  redFlagsIn([reason, ...answers.map(({ question, answer }) => (answer === '是' ? question : answer))].join('\n'))
