import type { z } from 'zod/mini'
import type { ConsentKind } from 'shared/identity/schemas'
import { consentLines } from '../consultations/consent-words'

type Kind = z.infer<typeof ConsentKind>

interface ConsentText {
  title: string
  /** What it is for, in one line of a list. */
  purpose: string
  lines: readonly string[]
  /** What stops when it is withdrawn, and what does not. */
  withdrawn: readonly string[]
}

/** What is agreed to (个人信息保护法 art. 14, 29) and what withdrawing means (art. 15). */
export const consentTexts: Record<Kind, ConsentText> = {
  privacy: {
    title: '隐私说明',
    purpose: '登录、实名、预约时用到您的个人信息',
    lines: [
      '用到：微信登录编号、姓名、身份证号、手机号、住址。',
      '用来：认出是您，办预约、健康卡这些您自己要办的事。',
      '给谁：您看病的医院和卫生院、县平台。不卖，不做广告。',
      '怎么保管：加密保存，页面上只显示一部分。',
      '您可以随时看一份、带走一份、撤回同意，或者注销账号。',
    ],
    withdrawn: ['撤回后，我们不再用您的信息办新的事。', '撤回以前已经办好的预约和记录，不受影响。'],
  },
  health_data: {
    title: '健康信息使用说明',
    purpose: '开健康卡、看病时用到您的健康信息',
    lines: [
      '用到：您在哪里看病、看哪科、什么时候用过健康卡。这些是敏感信息，要您单独同意。',
      '用来：给您开电子健康卡，让医院认出您的档案，让您查到自己的记录。',
      '给谁：给您看病的医生和工作人员、县平台。每看一次都有记录，您在“谁看过我的信息”里能查到。',
      '不同意：不影响您到窗口看病，只是不能在手机上开健康卡。',
      '您可以随时撤回。',
    ],
    withdrawn: [
      '撤回后，不能在手机上开新的健康卡；还没结束的问诊里，医生不能再看县里的病历。',
      '已经开好的卡和看病记录还在：医院按规定要保存。',
      '到窗口看病不受影响。想再用时，重新同意就行。',
    ],
  },
  consultation: {
    title: '在线问诊知情同意',
    purpose: '在网上问医生时用到，每次提问前都请您看一遍',
    lines: consentLines,
    withdrawn: [
      '撤回后，不能再问新的问题。想再问时，重新同意就行。',
      '正在进行的问诊不会断：还没接诊的，您可以在问诊里撤回，付的钱全部退回；接诊了的，等医生答完、写好小结就结束。',
      '问过的记录还在：医院按规定要保存。',
    ],
  },
}
