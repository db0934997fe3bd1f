/** In the order they run; a released one is never changed. */
import { Kernel1764000000000 } from './1764000000000-kernel'

export const migrations = [Kernel1764000000000]
