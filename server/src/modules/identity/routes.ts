import type { Context } from '../../context'
import type { Routes } from '../../http/call'

export const identityRoutes = (_context: Context): Routes[] => []
