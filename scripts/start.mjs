/** `npm start`: installs what is missing, then hands over to scripts/start/main.ts. Plain Node: nothing may be installed. */
import { prepare } from './start/prepare.mjs'

const run = await prepare()
run('start/main.ts')
