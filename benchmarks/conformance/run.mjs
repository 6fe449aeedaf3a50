// Starts the suite's origin and the edge on the loopback interface, runs the suite through the edge, counts as the suite's own site
// does, and compares with the baseline. Called by ./run, which says what the options mean.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const home = resolve(here, '../..')
const START_SECONDS = 60
const OUTCOMES = { '✅': 'pass', Y: 'pass', '⛔️': 'fail', '⚠️': 'fail', N: 'fail', '🔹': 'setup-fail', '⚪️': 'dependency-fail', '↻': 'retry' }

const options = parseArgs({
  options: {
    work: { type: 'string' },
    suite: { type: 'string' },
    policy: { type: 'string', default: 'rfc' },
    edge: { type: 'string', default: join(home, 'skerry') },
    only: { type: 'string', multiple: true, default: [] },
    record: { type: 'boolean', default: false }
  }
}).values
const suite = options.suite ? resolve(options.suite) : join(options.work, 'node_modules/http-cache-tests')
const form = options.suite ? 'current' : JSON.parse(readFileSync(join(suite, 'package.json'))).version
const baselineFile = join(here, `baseline-${form}-${options.policy}.json`)
const children = []

process.exitCode = await main().finally(() => Promise.all(children.map(stop)))

async function main () {
  const originPort = await startOrigin()
  const edgePort = await startEdge(originPort)
  const base = `http://127.0.0.1:${edgePort}`
  const report = await runSuite(base, options.only)
  if (options.only.length > 0) {
    for (const [id, { outcome }] of Object.entries(report)) console.log(id, outcome === true ? 'pass' : outcome)
    return 0
  }
  const results = Object.fromEntries(Object.entries(report).map(([id, { symbol }]) => [id, OUTCOMES[symbol] ?? 'error']).sort())
  if (options.record) {
    const failed = Object.keys(results).filter(id => results[id] === 'fail' || results[id] === 'setup-fail')
    const again = await runSuite(base, failed)
    for (const id of failed) if (again[id].outcome === true) results[id] = 'pass'
  }
  print(report, results)
  if (options.record) {
    writeFileSync(baselineFile, JSON.stringify(results, null, 1) + '\n')
    console.log(`recorded in ${baselineFile}`)
    return 0
  }
  return await compare(results, base)
}

// ---- the processes --------------------------------------------------------------------------------

async function startOrigin () {
  const server = existsSync(join(suite, 'test-engine')) ? 'test-engine/server/server.mjs' : 'server/server.mjs'
  const env = { ...process.env, npm_config_protocol: 'http', npm_config_port: '0', npm_config_pidfile: join(options.work, 'origin.pid') }
  const origin = start('origin', process.execPath, ['--import', join(here, 'loopback.mjs'), server], { cwd: suite, env, stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    origin.once('exit', code => reject(new Error(`the suite's origin ended with code ${code}`)))
    createInterface({ input: origin.stdout }).on('line', line => {
      const port = /^PORT (\d+)$/.exec(line)
      if (port) resolve(Number(port[1]))
    })
  })
}

async function startEdge (originPort) {
  const cache = join(options.work, 'cache')
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const [port, adminPort] = [await freePort(), await freePort()]
  const log = openSync(join(options.work, 'edge.log'), 'w')
  const env = {
    ...process.env,
    SKERRY_NO_BUILD: '1',
    SKERRY_TEST_PORT: String(port),
    SKERRY_TEST_ADMIN_PORT: String(adminPort),
    SKERRY_TEST_ORIGIN_PORT: String(originPort),
    SKERRY_TEST_CACHE: cache
  }
  const [command, ...words] = options.edge.split(' ')
  const edge = start('edge', command, [...words, 'run', '-c', join(here, `${options.policy}.yaml`)], { env, stdio: ['ignore', log, log] })
  for (const end = Date.now() + START_SECONDS * 1000; Date.now() < end; await wait(100)) {
    if (edge.exitCode !== null) break
    const ready = await fetch(`http://127.0.0.1:${adminPort}/ready`).catch(() => undefined)
    if (ready?.status === 200) return port
  }
  throw new Error(`the edge did not become ready; see ${join(options.work, 'edge.log')}`)
}

async function runSuite (base, ids) {
  const client = start('suite', process.execPath, ['--no-warnings', join(here, 'suite.mjs'), suite, base, ...ids], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  client.stdout.on('data', part => { output += part })
  const [code] = await once(client, 'close')
  if (code !== 0) throw new Error(`the suite ended with code ${code}`)
  return JSON.parse(output)
}

function start (name, command, args, how) {
  const child = spawn(command, args, how)
  child.once('error', failure => { throw new Error(`${name}: ${failure.message}`) })
  children.push(child)
  return child
}

async function stop (child) {
  if (child.exitCode === null && child.signalCode === null) {
    child.removeAllListeners('exit')
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
}

async function freePort () {
  const socket = net.createServer().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

// ---- the results ----------------------------------------------------------------------------------

function print (report, results) {
  console.log(`http-cache-tests ${form}, policy ${options.policy}`)
  for (const [kind, name] of [['required', 'required'], ['optimal', 'optimal'], ['check', 'informative']]) {
    const ids = Object.keys(report).filter(id => report[id].kind === kind)
    console.log(`  ${name.padEnd(12)} ${ids.filter(id => results[id] === 'pass').length} of ${ids.length}`)
  }
  for (const [id, { kind, outcome }] of Object.entries(report)) {
    if (kind !== 'check' && results[id] !== 'pass') {
      console.log(`  not passed: ${id} (${kind}, ${results[id]})${outcome === true ? '' : `: ${outcome[1]}`}`)
    }
  }
}

/** 0 when nothing of the baseline is lost. A loss counts when it shows twice: the suite measures in whole seconds. */
async function compare (results, base) {
  const baseline = JSON.parse(readFileSync(baselineFile))
  const passes = id => baseline[id] === 'pass'
  const gained = Object.keys(results).filter(id => results[id] === 'pass' && !passes(id))
  if (gained.length > 0) console.log(`  newly passed (record them with --record): ${gained.join(', ')}`)
  const lost = Object.keys(baseline).filter(id => passes(id) && results[id] !== 'pass')
  if (lost.length === 0) return 0
  const again = await runSuite(base, lost)
  const still = lost.filter(id => again[id]?.outcome !== true)
  for (const id of lost) {
    console.log(still.includes(id) ? `  LOST: ${id}: ${again[id]?.outcome?.[1] ?? 'no longer in the suite'}` : `  passed at the second try: ${id}`)
  }
  return still.length === 0 ? 0 : 1
}
