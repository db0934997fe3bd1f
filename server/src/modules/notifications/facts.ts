/** What a message may say. Those who tell give what they have; what is missing is left out of the message. */
export interface Facts {
  institution?: string
  department?: string
  doctor?: string
  /** Where to go. */
  place?: string
  /** When the visit is or was to be, or when the money moved: an instant, ISO 8601. */
  time?: string
  queueNumber?: string
  /** How many are called before. */
  ahead?: string
  /** Why, in words for the person; also what happens now (钱会原路退回). */
  reason?: string
  /** Until when an offer must be taken or a fee be paid: an instant, ISO 8601. */
  answerBy?: string
  /** Money in integer fen, as digits. */
  amount?: string
  /** What was paid or refunded: 挂号费. */
  what?: string
  /** How it stands, in at most 5 Chinese characters: 已退款. */
  state?: string
  /** Who did it: 云溪县人民医院 工作人员 李*. */
  who?: string
  /** What was done: 挂号窗口核验. */
  action?: string
}

/** For whoever paid but may not act for the person (any more): which visit it was for, and why, is not theirs to know. */
export const ofMoneyAlone = ({ what: _what, reason: _reason, ...facts }: Facts): Facts => facts
