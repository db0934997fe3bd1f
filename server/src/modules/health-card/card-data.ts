/** The card's part of the data copy (个人信息保护法 art. 45). */
import type { Context } from '../../context'
import type { PersonalData } from '../identity'
import { findCard, usagesOf } from './cards'
import { stepWords } from './steps'

const outcomes = { valid: '有效', void: '无效' } as const

export const cardData = ({ cipher }: Pick<Context, 'cipher'>): PersonalData => ({
  async copy(db, { selfPersonId }) {
    const card = selfPersonId ? await findCard(db, selfPersonId) : null
    const usages = selfPersonId ? await usagesOf(db, selfPersonId) : []
    return [
      {
        title: '电子健康卡',
        rows: card
          ? [
              {
                卡号: cipher.open(card.cardNumber, 'card_number'),
                状态: card.state === 'frozen' ? '已挂失' : '正常',
                开通时间: card.openedAt.toISOString(),
              },
            ]
          : [],
      },
      {
        title: '健康卡使用记录',
        rows: usages.map(u => ({
          时间: u.usedAt.toISOString(),
          机构: u.institutionId,
          环节: stepWords[u.step],
          结果: outcomes[u.outcome],
        })),
      },
    ]
  },
  kept: [
    {
      what: '电子健康卡号和使用记录',
      until: '由县卡管中心保存；注销账号不注销健康卡，可带身份证到窗口办理',
      rule: '《电子健康卡建设与管理指南》',
    },
  ],
})
