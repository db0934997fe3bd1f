import type { ConsultingDoctor } from 'shared/consultations/contract'

/** 一般 40 分钟内回复, 一般 3 小时内回复. */
const answerWords = (minutes: number): string => {
  if (minutes < 60) return `一般 ${Math.max(5, Math.ceil(minutes / 5) * 5)} 分钟内回复`
  return `一般 ${Math.ceil(minutes / 60)} 小时内回复`
}

/** How soon an answer may come, and how many wait. */
export const usualWords = ({ usualMinutes, waiting }: Pick<ConsultingDoctor, 'usualMinutes' | 'waiting'>): string =>
  [usualMinutes === null ? null : answerWords(usualMinutes), waiting === 0 ? '现在没有人在等' : `${waiting} 个人在等`]
    .filter(Boolean)
    .join(' · ')
