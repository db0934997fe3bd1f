/** In the order they run; a released one is never changed. */
import { Kernel1764000000000 } from './1764000000000-kernel'
import { Identity1764000100000 } from './1764000100000-identity'
import { Audit1764000400000 } from './1764000400000-audit'

export const migrations = [Kernel1764000000000, Identity1764000100000, Audit1764000400000]
