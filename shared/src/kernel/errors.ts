/**
 * Every refusal has a stable code, an HTTP status and one Chinese sentence: the rule, and the way out.
 * `{name}` in a sentence is filled from the refusal's details.
 */
export const errors = {
  // What any endpoint may answer.
  bad_request: { status: 400, sentence: '提交的内容格式不对，请返回上一页重新填写。' },
  validation_failed: { status: 422, sentence: '有内容没有填对，请按提示改好再提交。' },
  idempotency_key_required: { status: 400, sentence: '这次提交缺少编号，请更新小程序后再试。' },
  idempotency_key_reused: { status: 422, sentence: '这次提交的编号已用于别的内容，请返回上一页重新提交。' },
  signed_out: { status: 401, sentence: '登录已过期，请重新登录。' },
  token_expired: { status: 401, sentence: '登录已过期，正在为您重新登录。' },
  account_disabled: { status: 403, sentence: '您的工作身份已被管理员停用，请联系县级管理员。' },
  forbidden: { status: 403, sentence: '您的身份不能做这一步。如有需要，请联系本机构管理员。' },
  second_factor_required: { status: 403, sentence: '请先输入工作口令，再继续办理。' },
  not_found: { status: 404, sentence: '没有找到这条记录，可能已经取消，或者您没有查看它的授权。' },
  method_not_allowed: { status: 405, sentence: '这个操作不支持，请更新小程序后再试。' },
  conflict: { status: 409, sentence: '刚刚有人同时改了这条记录，请刷新后再试。' },
  too_large: { status: 413, sentence: '提交的内容太大，请精简后再试。' },
  too_many_requests: { status: 429, sentence: '操作太频繁，请过 {retryAfterSeconds} 秒再试。' },
  internal: { status: 500, sentence: '系统出了点问题，您的操作没有生效，请稍后再试。' },
  unavailable: { status: 503, sentence: '系统正在维护，请过几分钟再试。' },
  county_platform_unavailable: { status: 503, sentence: '县平台暂时连不上，请过几分钟再试。预约挂号不受影响。' },
  app_outdated: {
    status: 426,
    sentence: '服务更新了，这里要用新版的小程序才能看。请关掉小程序再打开；已经办好的不受影响。',
  },
  network_unreachable: { status: 503, sentence: '网络不通，您填的内容已保留，请检查网络后再试。' },

  // Identity.
  wechat_code_invalid: { status: 401, sentence: '微信登录没有成功，请再点一次登录。' },
  wechat_blocked: { status: 403, sentence: '微信认为这个账号有风险，暂时不能登录。请先按微信的提示解除限制。' },
  wechat_unavailable: { status: 503, sentence: '微信暂时没有回应，请过一会儿再试。' },
  refresh_token_invalid: { status: 401, sentence: '登录已失效，请重新登录。' },
  identity_number_invalid: { status: 422, sentence: '身份证号不对，请对照身份证再看一遍。' },
  person_not_found: {
    status: 404,
    sentence: '县平台没有查到这个姓名和身份证号。请核对后再试，或带身份证到就近卫生院办理。',
  },
  person_conflict: { status: 409, sentence: '县平台里这个身份证号的档案对不上，请带身份证到就近卫生院核对。' },
  person_bound_elsewhere: { status: 409, sentence: '这个身份已被另一个微信绑定。如果不是您本人绑的，请点“申诉”。' },
  identity_guesses: {
    status: 429,
    sentence: '这个身份证号试错太多次了，请明天再试，或带身份证到就近卫生院办理。',
  },
  already_registered: { status: 409, sentence: '您已经完成实名登记，不用再办。' },
  case_not_found: {
    status: 404,
    sentence: '没有这个办理号，可能已经过期。请居民在手机上重新点一次登记，会有新的号码。',
  },
  case_guesses: { status: 429, sentence: '办理号输错太多次了，请明天再试，或请同事来办。' },
  case_ended: { status: 409, sentence: '这次办理已经结束。请居民在手机上看结果，需要时重新点一次登记。' },
  registration_required: { status: 403, sentence: '请先完成本人的实名登记。' },
  consent_required: { status: 403, sentence: '需要您先阅读并同意健康信息使用说明。' },
  person_consent_withdrawn: {
    status: 403,
    sentence: '本人已经撤回对使用健康信息的同意，别人不能替他办。请他先在自己的手机上重新同意。',
  },
  consent_version_unknown: { status: 409, sentence: '说明已经更新，请阅读新的一版。' },
  member_limit: { status: 409, sentence: '最多添加 {limit} 位家人。请先解绑一位再添加。' },
  already_member: { status: 409, sentence: '这位家人已经添加过了。' },
  guardian_consent_required: { status: 422, sentence: '14 岁以下的孩子，需要监护人勾选同意后才能添加。' },
  guardian_too_young: { status: 422, sentence: '监护人需年满 18 岁，请由家里的大人来添加。' },
  code_sent_recently: { status: 429, sentence: '验证码刚发过，请过 {retryAfterSeconds} 秒再要。' },
  code_limit: { status: 429, sentence: '今天要的验证码太多了，请明天再要。' },
  code_wrong: { status: 422, sentence: '验证码不对，还可以试 {left} 次。' },
  code_expired: { status: 422, sentence: '验证码已过期，请重新获取。' },
  code_locked: { status: 429, sentence: '验证码输错太多次，请重新获取。' },
  grantee_not_found: { status: 404, sentence: '没有找到这个人。请让对方先在小程序里登录、绑定手机号并实名。' },
  end_date_invalid: { status: 422, sentence: '到期日要在明天到 {latest} 之间。' },
  already_authorised: { status: 409, sentence: '已经授权过了，不用重复办理。' },
  appeal_open: { status: 409, sentence: '您的申诉正在处理，请等待结果。' },
  already_decided: { status: 409, sentence: '这件事已经处理过了，请刷新看结果。' },
  live_appointments: { status: 409, sentence: '您还有 {count} 个没看的预约，请先取消再注销。' },
  invitation_invalid: { status: 422, sentence: '邀请码不对或已过期，请向管理员重新要一个。' },
  passcode_wrong: { status: 422, sentence: '工作口令不对，还可以试 {left} 次。' },
  passcode_locked: { status: 429, sentence: '口令输错太多次，已锁定到 {until}。急用请联系管理员重置。' },
  not_staff: { status: 403, sentence: '这个账号不是工作人员。如需开通，请联系管理员。' },
  last_administrator: { status: 409, sentence: '这是最后一位管理员，不能停用，请先邀请另一位管理员。' },
  institution_unknown: { status: 422, sentence: '没有这个机构，请重新选择。' },
  institution_choice: { status: 422, sentence: '这里有几个机构可选，请先选是哪一个。' },
  practitioner_unknown: { status: 422, sentence: '这个机构里没有这位医生，请重新选择。' },

  // E-health card.
  card_exists: { status: 409, sentence: '电子健康卡已经开通，直接使用就行。' },
  card_not_open: { status: 409, sentence: '还没有开通电子健康卡，请先开通。' },
  card_frozen: { status: 409, sentence: '这张卡已挂失，要用请先解除挂失。' },
  card_state: { status: 409, sentence: '这张卡现在的状态不能这样操作，请刷新后再看。' },
  card_code_expired: { status: 410, sentence: '这个码已过期，请居民刷新后再扫。' },
  card_code_forged: { status: 403, sentence: '这不是本县的健康卡码，请核对身份证。' },
  card_void: { status: 409, sentence: '这张卡不能用了（{why}），请核对身份证。' },

  // Directory.
  favourite_limit: { status: 409, sentence: '最多收藏 {limit} 位医生，请先去掉一位。' },

  // Appointments.
  not_permitted_for_person: { status: 403, sentence: '您没有替这位家人预约的授权，请先添加家人或请对方授权。' },
  slot_full: { status: 409, sentence: '这个时段的号刚刚约满了，请看看旁边的时段，或者候补。' },
  slot_past: { status: 409, sentence: '这个时段已经过了，请选后面的时间。' },
  slot_not_released: { status: 409, sentence: '这天的号还没放出来，{releaseAt} 开始放号。' },
  session_stopped: { status: 409, sentence: '这位医生这半天停诊了，请选其他时间或同科其他医生。' },
  already_booked_in_session: { status: 409, sentence: '已经约过这位医生这半天的号了，不用重复预约。' },
  overlaps_booking: {
    status: 409,
    sentence: '这个时间已经约了别处：{at}，{place}。一个人同一时间只能看一处，请换个时间，或先取消那个预约。',
  },
  limit_department_day: { status: 409, sentence: '同一天同一科室最多约 {limit} 个号，请换一天或先取消原来的。' },
  limit_phone_month: {
    status: 409,
    sentence: '每个手机号（没绑手机号的按账号算）每月最多约 {limit} 次，这个月已满，可到窗口挂号。',
  },
  blocked_no_show: {
    status: 403,
    sentence: '因 {count} 次预约没来，到 {endsOn} 前不能在手机上预约。可以申诉，或到窗口挂号。',
  },
  pool_not_allowed: { status: 403, sentence: '剩下的号留给签约居民和转诊病人，请选其他时段。' },
  cancel_too_late: { status: 409, sentence: '离就诊太近，已过取消时间（{deadline}）。来不了请打电话告诉医院。' },
  appointment_state: { status: 409, sentence: '这个预约的状态已经变了，请刷新后再看。' },
  follow_up_not_due: { status: 409, sentence: '复诊号要在看完病后 {days} 天内（含当天）使用。' },
  follow_up_used: { status: 409, sentence: '这次看病的复诊号已经用过了。' },
  follow_up_other_department: { status: 409, sentence: '免费复诊要挂同一个科室。' },
  waitlist_not_full: { status: 409, sentence: '现在还有号，可以直接预约。' },
  waitlist_closed: { status: 409, sentence: '这半天的候补已经截止，请选其他时间。' },
  waitlist_joined: { status: 409, sentence: '已经在候补了，有号会通知您。' },
  offer_ended: { status: 409, sentence: '这个候补号已过保留时间，让给下一位了。' },
  not_today: { status: 409, sentence: '这个号是 {day} 的，报到从 {from} 开始，到看病当天为止。' },
  no_appointment_today: { status: 404, sentence: '这位居民今天在本机构没有预约，可以现场挂号。' },
  no_show_too_early: { status: 409, sentence: '迟到 {minutes} 分钟以内仍算到诊，{until} 以后才能记为未到。' },
  undo_ended: { status: 409, sentence: '已超过一分钟，或之后又有变化，不能撤销了。' },
  version_conflict: { status: 409, sentence: '刚才有人改过这些规则，请刷新后再改。' },
  fee_differs: { status: 409, sentence: '两个号的挂号费不一样，不能直接改。请先退号（自动退款），再挂新的号。' },
  unpaid_too_often: {
    status: 409,
    sentence: '今天已有 {limit} 个号占着没付款，今天不能再在手机上挂要付费的号。可以到窗口挂号。',
  },
  payment_due: { status: 409, sentence: '这个号还没有付款，付款后才能办理。' },

  // Payments.
  payment_unavailable: { status: 503, sentence: '微信支付暂时连不上，号还给您留着，请过一会儿再付。' },
  order_paid: { status: 409, sentence: '这笔费用已经付过了，不用再付。' },
  order_closed: { status: 409, sentence: '已过付款时间，号已经放回。想看病请重新挂号。' },
  order_not_paid: { status: 409, sentence: '这笔费用还没有付，没有可以退的钱。' },
  refund_exceeds: { status: 422, sentence: '退款不能超过已付的钱，最多还能退 {left} 元。' },
  refund_above_right: { status: 403, sentence: '超过 {limit} 元的退款要由县级管理员来办。' },
  notice_refused: { status: 401, sentence: '这条通知没有通过验证，没有处理。' },

  // Attachments.
  attachment_type: {
    status: 415,
    sentence: '只能发照片（JPG、PNG、WebP）或录音。别的格式（如 HEIC、动图）请先在手机上截一张图，再发截图。',
  },
  attachment_unreadable: {
    status: 422,
    sentence: '这个文件打不开，可能坏了或尺寸太大。请重新拍一张或重新录一段再发。',
  },
  attachment_too_large: { status: 413, sentence: '文件太大了，最大 {limit} MB。照片请选“压缩”再发，录音请分段发。' },
  attachment_limit: { status: 429, sentence: '已有 {limit} 个传好还没发出的文件，请先发出去，或明天再传。' },
  sound_too_long: { status: 422, sentence: '录音最长 {seconds} 秒，请分成几段来录。' },
  attachment_infected: { status: 422, sentence: '这个文件带有病毒，没有收下。请重新拍一张照片或重新录一段。' },
  attachment_unknown: { status: 422, sentence: '有图片或录音已经失效，或已经用过，请重新添加再发。' },
  attachment_refused: { status: 422, sentence: '这个内容没有通过微信的内容审核，不能发送。请换一张，或用文字说明。' },
  virus_scan_unavailable: { status: 503, sentence: '文件检查暂时用不了，没有收下。请过几分钟再发，文字可以照常发。' },

  // Online consultation.
  first_visit_not_online: {
    status: 422,
    sentence: '第一次看这个病，按规定要到医院当面看。可以马上预约挂号；情况紧急请打 120。',
  },
  condition_changed_not_online: {
    status: 422,
    sentence: '病情有变化，按规定要到医院当面看。可以马上预约挂号；情况紧急请打 120。',
  },
  doctor_not_consulting: { status: 409, sentence: '这位医生现在不在线上看病，请选别的医生或预约挂号。' },
  doctor_off_duty: { status: 409, sentence: '这位医生现在没有接诊，请选别的医生，或者晚一点再来。' },
  doctor_full_today: { status: 409, sentence: '这位医生今天的问诊已经满了，请选别的医生或明天再来。' },
  guardian_required: {
    status: 422,
    sentence: '{age} 岁以下的孩子看病，要由家长用自己的手机提问，并且家长在孩子身边。',
  },
  guardian_missing: {
    status: 422,
    sentence:
      '{age} 岁以下的孩子要有家长在身边才能在线上看，这次提问没有写家长在场。请转去门诊，或不接，请家长重新提问。',
  },
  waiting_for_answer: { status: 409, sentence: '您已经问过了，等居民回答后再问。' },
  paediatric_doctor_required: {
    status: 422,
    sentence: '{age} 岁以下的孩子要由有儿科资质的医生看，请选标着“儿科”的医生，或预约儿科门诊。',
  },
  questions_unpaid: {
    status: 409,
    sentence: '今天已有 {limit} 次问诊没有付款，今天不能再问要付费的医生。可以预约挂号，或者明天再来。',
  },
  content_check_unavailable: {
    status: 503,
    sentence: '内容检查暂时用不了，问诊没有发出。请过几分钟再试；着急的话请直接打电话给医院。',
  },
  consultation_open: { status: 409, sentence: '您和这位医生已经有一个问诊没有结束，请在那里继续说。' },
  colleague_has_consultation: {
    status: 409,
    sentence: '这位居民和那位医生已经有一个问诊没有结束，请转给别的医生。',
  },
  consultation_state: { status: 409, sentence: '这次问诊的状态已经变了，请刷新后再看。' },
  evidence_required: {
    status: 422,
    sentence: '没有能证明以前诊断的病历，不能按复诊继续。请让居民补拍病历，或转去门诊。',
  },
  stop_required: {
    status: 422,
    sentence: '首诊或病情有变化，按规定不能在线上继续，请点“转去门诊”，可以当场为居民挂号。',
  },
  summary_amended: { status: 409, sentence: '刚才已经补充过一次小结，请看了新的再补充。' },
  records_not_allowed: { status: 403, sentence: '居民没有同意查看县里的病历。可以请居民打开，或请居民拍照发来。' },
  records_permission_needed: {
    status: 422,
    sentence: '要请医生去查以前的病历，需要您同意查看。请打开“允许查看”，或自己拍病历照片。',
  },
  record_unknown: { status: 422, sentence: '县平台里没有这条病历，请重新选择。' },
  diagnosis_unproven: {
    status: 422,
    sentence:
      '这条诊断没有确诊，或者没有写明是哪里诊断的，不能用来证明是复诊。请选别的，或者拍以前的病历；都没有的话要到门诊看。',
  },
  answers_incomplete: { status: 422, sentence: '医生想先了解的问题还没答完，请答完再提交。' },
  content_refused: { status: 422, sentence: '这段内容没有通过微信的内容检查，请换个说法，或直接打电话给医院。' },
  already_rated: { status: 409, sentence: '您已经评价过了，谢谢。' },
  rating_ended: { status: 409, sentence: '已过评价时间（结束后 {days} 天内）。有意见可以点“投诉”。' },
  complaint_open: { status: 409, sentence: '您的投诉已经收到，正在处理，请等待答复。' },
  doctor_inactive: {
    status: 403,
    sentence: '县里的医生名册里，您的登记已经停用，不能在线上看病。登记不对的话，请联系医院人事科更新。',
  },
  practice_years_short: {
    status: 403,
    sentence: '按规定，独立行医满 {years} 年才能在线上看病。登记的年限不对的话，请联系医院人事科更新。',
  },
  consultations_closed: { status: 409, sentence: '本机构没有开放在线问诊，请联系管理员。' },
  phrase_limit: { status: 409, sentence: '最多保存 {limit} 条，请先删掉不用的。' },
  department_unknown: { status: 422, sentence: '没有这个科室，请重新选择。' },
  clinic_booked: { status: 409, sentence: '已经为这位居民约好了号，不用再约。' },
  excluded_drug: {
    status: 422,
    sentence: '“{drug}”属于麻醉或精神药品，按规定不能在线上开。请让居民到门诊，或从用药里去掉它。',
  },
  live_consultations: { status: 409, sentence: '您还有 {count} 个问诊没有结束，请等结束后再注销。' },
  live_patients: {
    status: 409,
    sentence: '还有 {count} 位居民的问诊等着您。请先答完、转给同事或转去门诊，没写的小结补上，再注销账号。',
  },

  range_invalid: { status: 422, sentence: '日期范围不对，最多查 {days} 天。' },
} as const satisfies Record<string, { status: number; sentence: string }>

export type ErrorCode = keyof typeof errors
/** The refusals that any endpoint may answer without naming them. */
export type CommonCode =
  | 'bad_request'
  | 'validation_failed'
  | 'idempotency_key_required'
  | 'idempotency_key_reused'
  | 'signed_out'
  | 'token_expired'
  | 'account_disabled'
  | 'forbidden'
  | 'second_factor_required'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'too_many_requests'
  | 'internal'
  | 'unavailable'

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.prototype.hasOwnProperty.call(errors, code)

/** A day of a refusal's details (`2026-12-01`) as a person reads it: 2026年12月1日. */
const spoken = (detail: unknown): string =>
  String(detail ?? '').replace(
    /^(\d{4})-(\d\d)-(\d\d)$/,
    (_, year, month, day) => `${year}年${Number(month)}月${Number(day)}日`,
  )

/** The sentence a person reads, with `{name}` filled from details. */
export const sentenceOf = (code: ErrorCode, details: Record<string, unknown> = {}): string =>
  errors[code].sentence.replace(/\{(\w+)\}/g, (_, name: string) => spoken(details[name]))

/** A refusal as a value: handlers return it, transactions roll back on it. */
export class Problem<C extends ErrorCode = ErrorCode> {
  constructor(
    readonly code: C,
    readonly details: Record<string, unknown> = {},
  ) {}
}
export const problem = <C extends ErrorCode>(code: C, details?: Record<string, unknown>): Problem<C> =>
  new Problem(code, details)
export const isProblem = (value: unknown): value is Problem => value instanceof Problem
