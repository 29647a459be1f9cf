// SPDX-License-Identifier: MIT
//
// ZEN as a peer: the rules as a decision table.
//
//     node zen_peer.mjs NODE_FOLDER FOLDER MODEL ROWS
//
// NODE_FOLDER is where npm put the engine; FOLDER holds what run.py puts
// there. One table that goes through all citizens (executionMode loop), and
// one call for each, awaited. The citizens are objects before the clock
// starts, and every area is compared. An awaited call mostly waits, so it gets
// one row in twenty. Prints {"version", "rows": {what: rows}, "ns": {what: ns a
// row}}.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const RUNS = 3;
const AWAITED_SHARE = 20;
const [nodeFolder, folder, modelPath, limit] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(nodeFolder), 'x.js'));
const { ZenEngine } = require('@gorules/zen-engine');
const { version } = JSON.parse(fs.readFileSync(path.join(
  nodeFolder, 'node_modules/@gorules/zen-engine/package.json')));

const TYPES = {
  uint8: Uint8Array, int8: Int8Array, int32: Int32Array,
  int64: BigInt64Array,
};

function readJson(name) {
  return JSON.parse(fs.readFileSync(name, 'utf8'));
}

function readColumns() {
  const columns = {};
  const declared = readJson(path.join(folder, 'rows.json')).columns;
  for (const [name, type] of Object.entries(declared)) {
    const bytes = new Uint8Array(fs.readFileSync(path.join(folder, name)));
    columns[name] = new TYPES[type](bytes.buffer);
  }
  return columns;
}

/** A value as the decision table has it. */
function readValue(attribute, value) {
  if (attribute?.type === 'enum') return attribute.values[value];
  if (attribute?.type !== 'set') return value;
  const bits = Number(value);
  return attribute.values.filter((_, i) => Math.floor(bits / 2 ** i) % 2);
}

function makeCitizens(columns, num) {
  const { attributes } = readJson(modelPath);
  return Array.from({ length: num }, (_, row) => {
    const citizen = {};
    for (const [name, values] of Object.entries(columns)) {
      if (name !== 'area') {
        citizen[name] = readValue(attributes[name], values[row]);
      }
    }
    return citizen;
  });
}

function makeDecision(changes) {
  const content = readJson(path.join(folder, 'table.json'));
  const table = content.nodes.find((n) => n.type === 'decisionTableNode');
  Object.assign(table.content, changes);
  return new ZenEngine().createDecision(content);
}

/** Run a few times; the median of nanoseconds a row. */
async function time(decide, citizens, areas) {
  const samples = [];
  for (let run = 0; run < RUNS; run++) {
    const start = process.hrtime.bigint();
    const answers = await decide(citizens);
    samples.push(Number(process.hrtime.bigint() - start) / citizens.length);
    answers.forEach((answer, row) => {
      if (answer !== areas[row]) {
        throw new Error(`row ${row}: ZEN and the plan differ`);
      }
    });
    if (answers.length !== citizens.length) throw new Error('rows are lost');
  }
  return samples.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
}

const columns = readColumns();
const citizens = makeCitizens(columns,
  Math.min(Number(limit), columns.area.length));
const loop = makeDecision({
  executionMode: 'loop', inputField: 'citizens', outputPath: 'areas',
});
const single = makeDecision({});
const fewer = citizens.slice(0, citizens.length / AWAITED_SHARE);
const ns = {
  loop: await time(async (people) => {
    const { result } = await loop.evaluate({ citizens: people });
    return result.areas.map((answer) => answer.area);
  }, citizens, columns.area),
  awaited: await time(async (people) => {
    const areas = [];
    for (const citizen of people) {
      areas.push((await single.evaluate(citizen)).result.area);
    }
    return areas;
  }, fewer, columns.area),
};
const rows = { loop: citizens.length, awaited: fewer.length };
console.log(JSON.stringify({ version, rows, ns }));
