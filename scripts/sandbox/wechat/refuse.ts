import { type Context } from 'koa'

/** How the sandbox's own endpoints (not WeChat's) say no. */
export function refuse(context: Context, status: 400 | 404, problem: string): void {
  context.status = status
  context.body = { problem }
}
