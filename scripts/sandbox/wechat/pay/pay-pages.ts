import type Router from '@koa/router'
import { type Context } from 'koa'
import { whoHoldsThePhone } from '../holder'
import { html, page } from '../html'
import { hostsOf, showRefusal } from '../persona-pages'
import { allowedRedirect } from '../redirect'
import { type Sandbox } from '../sandbox'
import { yuan } from './numbers'
import { payOrder } from './orders'
import { prepayIdOf } from './request-payment'

/**
 * WeChat's payment sheet: opened with the parameters of wx.requestPayment and `redirect`, comes back with
 * `payResult=ok`, `cancel` or `fail`, as WeChat's errMsg says `requestPayment:ok`, `:fail cancel`, `:fail …`.
 * What it says is a hint only: the server has to ask.
 */
export function payPages(router: Router, sandbox: Sandbox): void {
  const { pay, mailbox } = sandbox

  router.get('/pay', context => {
    if (allowedRedirect(context.query.redirect, hostsOf(context)) === null) return showRefusal(context)
    const asked = prepayIdOf(pay, context.query)
    if ('problem' in asked) return showProblem(context, asked.problem)
    const order = pay.books.orderByPrepayId(asked.prepayId)
    if (!order) return showProblem(context, '没有这笔订单')
    const holder = whoHoldsThePhone(context, sandbox)
    const payer = mailbox.personaByOpenid(order.openid)
    const button = (verb: string, words: string, look: string) =>
      html`<form method="post" action="pay/${verb}${context.search}">
        <button class="${look}" data-pay="${verb}">${words}</button>
      </form>`
    context.body = page('微信支付', '演练用的微信，不会真的扣钱。', [
      html`<div class="card block">
        <strong>¥${yuan(order.total)}</strong>
        <dl>
          <dt>收款方</dt>
          <dd>商户 ${order.mchid}</dd>
          <dt>付款内容</dt>
          <dd>${order.description}</dd>
          <dt>付款人</dt>
          <dd>${payer?.name ?? '没有这个人'}</dd>
        </dl>
      </div>`,
      holder && holder.id !== payer?.id
        ? html`<p class="note">这台手机现在登录的是${holder.name}，这笔订单要由${payer?.name ?? '下单的人'}支付。</p>`
        : button('ok', '支付', 'main'),
      button('cancel', '取消', 'quiet'),
      button('fail', '支付失败', 'quiet'),
    ])
  })

  router.post('/pay/:verb', context => {
    const { verb } = context.params
    if (!['ok', 'cancel', 'fail'].includes(verb!)) return showRefusal(context)
    const target = allowedRedirect(context.query.redirect, hostsOf(context), { payResult: verb! })
    const asked = prepayIdOf(pay, context.query)
    if (target === null || 'problem' in asked) return showRefusal(context)
    if (verb === 'ok') {
      const openid = whoHoldsThePhone(context, sandbox)?.openid ?? pay.books.orderByPrepayId(asked.prepayId)?.openid
      const paid = payOrder(pay, asked.prepayId, openid ?? '')
      if ('problem' in paid) return showProblem(context, paid.problem)
      sandbox.callbacks.sendDue()
    }
    context.status = 303
    context.set('Location', target)
  })
}

/** The person goes back as from a failed payment. */
function showProblem(context: Context, problem: string): void {
  const back = allowedRedirect(context.query.redirect, hostsOf(context), { payResult: 'fail' })
  context.status = 400
  context.body = page('付不了', `${problem}。`, back === null ? html`` : html`<a class="link" href="${back}">返回</a>`)
}
