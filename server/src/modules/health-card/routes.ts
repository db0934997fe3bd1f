import type { Context } from '../../context'
import type { Routes } from '../../http/call'

export const healthCardRoutes = (_context: Context): Routes => ({ contract: {}, handlers: {} })
