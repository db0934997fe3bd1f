import type { ErrorCode } from 'shared/kernel/errors'
import type { ProblemError } from 'shared/kernel/client'
import type { IconName } from '../../../ui/icon'
import { Outcome } from './outcome'

const titles: Partial<Record<ErrorCode, { title: string; icon: IconName }>> = {
  card_code_expired: { title: '码过期了', icon: 'clock' },
  card_code_forged: { title: '这不是本县的卡', icon: 'warning' },
  card_void: { title: '这张卡不能用', icon: 'refused' },
  no_appointment_today: { title: '今天没有他的预约', icon: 'calendar' },
  not_today: { title: '他来早了', icon: 'calendar' },
  county_platform_unavailable: { title: '现在核对不了卡', icon: 'offline' },
  network_unreachable: { title: '网络不通', icon: 'offline' },
  validation_failed: { title: '这不是健康卡的码', icon: 'warning' },
}
/** What the clerk can do besides what the server's sentence says. */
const ways: Partial<Record<ErrorCode, string>> = {
  county_platform_unavailable: '可以核对身份证，在名单里按姓名报到。',
  validation_failed: '再扫一次；还不行，请核对身份证，按姓名报到。',
}

/** A card that was not good, in one plain word, with the server's sentence and the way on. */
export const CardRefusal = ({ problem }: { problem: ProblemError }) => {
  const { title, icon } = titles[problem.code] ?? { title: '没有办成', icon: 'notice' as const }
  const said = problem.code === 'validation_failed' ? '' : problem.message
  return <Outcome good={false} icon={icon} title={title} words={`${said}${ways[problem.code] ?? ''}`} />
}
