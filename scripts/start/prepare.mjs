/** What has to hold before any of our TypeScript can run. Uses nothing but Node. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const scripts = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const clone = resolve(scripts, '..')

/** Checks Node, installs dependencies when they are missing or stale, and returns what runs a file of scripts/. */
export async function prepare() {
  checkNode()
  if (!isInstalled()) await install()
  const load = createRequire(import.meta.url)
  load('tsx/cjs')
  return file => load(join(scripts, file))
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  giveUp(`Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org).`)
}

/** True when everything package-lock.json names is in node_modules, in that version. npm writes its own list last. */
function isInstalled() {
  try {
    const packagesOf = file => JSON.parse(readFileSync(join(clone, file), 'utf8')).packages
    const installed = packagesOf('node_modules/.package-lock.json')
    return Object.entries(packagesOf('package-lock.json')).every(
      ([path, wanted]) =>
        !path.includes('node_modules/') ||
        wanted.optional || // made for another system
        (path in installed && installed[path].version === wanted.version),
    )
  } catch {
    return false
  }
}

async function install() {
  const began = Date.now()
  const seconds = () => Math.round((Date.now() - began) / 1000)
  const show = () => {
    if (process.stdout.isTTY) process.stdout.write(`\rInstalling dependencies… ${seconds()} s`)
    else if (seconds() % 10 === 0) console.log(`Installing dependencies… ${seconds()} s`)
  }
  show()
  const ticking = setInterval(show, 1000)
  const { code, said } = await npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error')
  clearInterval(ticking)
  if (process.stdout.isTTY) process.stdout.write('\r')
  if (code === 0) return console.log(`Dependencies installed in ${seconds()} s`)
  if (said.includes('ENOSPC')) giveUp('The disk is full: free about 2 GB and start again.')
  if (code === undefined)
    giveUp('npm was not found: it comes with Node; install Node 20.19 or newer (https://nodejs.org).')
  // The cause comes first, npm's help after it.
  const cause = said.split('\n').filter(line => /^npm error \S/.test(line))
  giveUp(`npm could not install the dependencies:\n${cause.slice(0, 6).join('\n')}`)
}

function npm(...args) {
  const itself = process.env.npm_execpath
  const child = itself?.endsWith('.js')
    ? spawn(process.execPath, [itself, ...args], options())
    : spawn('npm', args, options())
  let said = ''
  child.stdout.on('data', chunk => (said += chunk))
  child.stderr.on('data', chunk => (said += chunk))
  return new Promise(done => {
    child.once('error', () => done({ code: undefined, said }))
    child.once('close', code => done({ code, said }))
  })
}

function options() {
  return { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'] }
}

function giveUp(sentence) {
  console.error(sentence)
  process.exit(1)
}
