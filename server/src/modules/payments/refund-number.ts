/** 商户退款单号: the refund's id and which try it is, so that the number of an earlier try is still known as its. */
const hex = (id: string): string => id.replaceAll('-', '')

export const refundNumber = (refundId: string, tries: number): string => `${hex(refundId)}T${tries}`

/** @returns null when it is no number of ours */
export const readRefundNumber = (number: string): { refundId: string; tries: number } | null => {
  const read = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})T(\d{1,4})$/.exec(number)
  return read && { refundId: read.slice(1, 6).join('-'), tries: Number(read[6]) }
}
