/** In the order they run; a released one is never changed. */
import { Kernel1764000000000 } from './1764000000000-kernel'
import { Audit1764000400000 } from './1764000400000-audit'

export const migrations = [Kernel1764000000000, Audit1764000400000]
