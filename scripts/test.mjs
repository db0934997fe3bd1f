/** `npm test`: installs what is missing, then hands over to scripts/test/main.ts. Plain Node: nothing may be installed. */
import { prepare } from './start/prepare.mjs'

const run = await prepare()
run('test/main.ts')
