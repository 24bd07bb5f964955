// Runs an exported flow in @floip/flow-runner. Asked by a line of JSON on standard input, answers with one on standard output.
//
//   node runner.js FLOW
//   {"check": true}                     -> the faults of the container, by the runner's own schema
//   {"walk": [["1", "2"], ...]}         -> for each path all that was said, in writing
//   {"turns": 100, "keys": ["1", "2"]}  -> seconds for so many turns, the keys again and again, and the context's bytes
//
// FLOIP_RUNNER names the folder of node_modules. Between turns the context is written and read again as JSON, as a
// service has to: the flows and the resources, the same for everybody, stay in memory and are left out of the bytes.

const fs = require('fs')
const path = require('path')
const readline = require('readline')
const {createRequire} = require('module')

console.info = () => undefined
const {FlowRunner, createContextDataObjectFor, getFlowStructureErrors, ResourceResolver} = createRequire(
  path.join(process.env.FLOIP_RUNNER, 'here.js')
)('@floip/flow-runner')

const container = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const {flows, resources} = container
const contact = {id: '1', name: 'parent', groups: []}

function begun() {
  const language = flows[0].languages[0].id
  return createContextDataObjectFor(contact, [], 'user', 'org', flows, language, 'TEXT', resources)
}

const written = context => JSON.stringify({...context, flows: undefined, resources: undefined})
const read = kept => ({...JSON.parse(kept), flows, resources})

// One answer: the cursor after it, past all messages on the way, whose words are gathered in `said`.
async function answered(context, key, said) {
  const runner = new FlowRunner(context)
  let cursor = await runner.run()
  for (let given = key === undefined; cursor; cursor = await runner.run()) {
    const {config} = cursor.prompt
    if (config.kind === 'Message') {
      if (said) said.push(new ResourceResolver(context).resolve(config.prompt).getText())
      cursor.prompt.value = null
    } else if (given) {
      return cursor
    } else {
      cursor.prompt.value = key
      given = true
    }
  }
  return undefined
}

async function walked(keys) {
  const context = await begun()
  const said = []
  await answered(context, undefined, said)
  for (const key of keys) await answered(context, key, said)
  return said
}

async function timed(turns, keys) {
  const context = await begun()
  let cursor = await answered(context, undefined)
  let kept = written(context)
  const began = process.hrtime.bigint()
  for (let turn = 0; turn < turns; turn++) {
    const now = read(kept)
    cursor = await answered(now, keys[turn % keys.length])
    kept = written(now)
    if (!cursor) throw new Error('the flow ended: choose keys that lead back')
  }
  return {seconds: Number(process.hrtime.bigint() - began) / 1e9, bytes: Buffer.byteLength(kept)}
}

async function done(asked) {
  if (asked.check) return getFlowStructureErrors(container) || []
  if (asked.walk) return Promise.all(asked.walk.map(walked))
  return timed(asked.turns, asked.keys)
}

readline.createInterface({input: process.stdin}).on('line', async line => {
  console.log(JSON.stringify(await done(JSON.parse(line))))
})
