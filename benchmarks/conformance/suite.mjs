// Runs the suite, or some of its tests, against one address and prints what became of each: a process of its own, because the suite
// keeps its results in module state.
//
//   node suite.mjs FOLDER BASE_URL [TEST_ID...]
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, base, ...ids] = process.argv.slice(2)
const load = path => import(pathToFileURL(join(folder, path)))

// The suite's code moved into test-engine after 0.4.5, where it still brought its own fetch.
const moved = existsSync(join(folder, 'test-engine'))
const engine = moved ? 'test-engine' : '.'
const tests = (await load('tests/index.mjs')).default
const { runTests, getResults } = await load(`${engine}/client/runner.mjs`)
const { determineTestResult } = await load(`${engine}/lib/${moved ? 'results' : 'display'}.mjs`)

const chosen = ids.length === 0
  ? tests
  : tests.map(group => ({ ...group, tests: group.tests.filter(test => ids.includes(test.id)) }))

console.log = console.error // the suite's own chatter; standard output is the result
if (moved) {
  await runTests(chosen, false, base)
} else {
  const { createRequire } = await import('node:module')
  const fetch = createRequire(join(folder, 'package.json'))('node-fetch')
  await runTests(chosen, fetch, false, base)
}

const outcomes = getResults()
const report = {}
for (const group of chosen) {
  for (const test of group.tests) {
    if (test.browser_only === true) continue // not for proxies
    report[test.id] = {
      kind: test.kind || 'required',
      outcome: outcomes[test.id] ?? false,
      // As the suite's site shows it: a test whose depends_on failed has not passed.
      symbol: ids.length === 0 ? determineTestResult(tests, test.id, outcomes)[2] : ''
    }
  }
}
process.stdout.write(JSON.stringify(report))
