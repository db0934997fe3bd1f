import * as z from 'zod/mini'
import zhCN from 'zod/v4/locales/zh-CN.js'

// Imported before any schema: a mini-program has no `new Function`, and what Zod says is read by residents.
z.config({ ...zhCN(), jitless: true })
