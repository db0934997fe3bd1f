/** How the ends that no doctor explains are told: the same sentence in the talk, the message and the record. */
const back = '费用会原路退回'
const further = '可以问别的医生，或预约挂号'

export const endWords = {
  withdrawn: '问诊已撤回',
  withdrawnPaid: `问诊已撤回，${back}`,
  notAccepted: (hours: number, paid: boolean) =>
    `${hours} 小时内没有医生接诊，问诊已结束。${paid ? `${back}。` : ''}${further}`,
  lapsed: (paid: boolean) => `医生接诊后一直没有答完，问诊已结束。${paid ? `${back}。` : ''}${further}`,
}
