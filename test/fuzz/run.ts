// Asks every operation of openapi.json for what it promises and for what it does not expect: npm run fuzz -- --help
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inProject } from "../../scripts/lib/paths.ts";
import { residentMiB } from "../../scripts/runtime/process-stats.ts";
import { randomOf } from "../support/random.ts";
import { readContract } from "./operations.ts";
import { readOptions } from "./options.ts";
import { printReport, reportOf } from "./report.ts";
import { Session } from "./session.ts";
import { setStage } from "./set-stage.ts";
import { unsoundness } from "./soundness.ts";
import { startWorld, type World } from "./world.ts";

/** So often everything is set up anew, and so often the books are looked through. */
const SETTING_EVERY = 1_000;
const BOOKS_EVERY = 4_000;
const SHOWN_EVERY = 1_000;
/** The API's process may grow by so much: under any load one process with every object and store in it levels off near 1.5 GiB. */
const MOST_GROWTH_MIB = 1_500;

const options = readOptions();
process.exitCode = await main();

async function main(): Promise<number> {
  const world = await startWorld(options.seed);
  try {
    return await fuzz(world);
  } finally {
    await world.stop();
  }
}

/** Returns the exit code. */
async function fuzz(world: World): Promise<number> {
  const started = performance.now();
  const session = new Session(world, readContract(), options.seed);
  const { record } = session;
  const asked = session.operations.filter(
    ({ id }) => options.operations.length === 0 || options.operations.includes(id),
  );
  if (asked.length === 0) throw new Error("openapi.json has no such operation");
  const refusals = await setStage(session);
  const before = residentMiB(world.pid);
  let most = before;
  let turn: typeof asked = [];
  for (let index = 0; index < options.requests; index += 1) {
    if (index > 0 && index % SETTING_EVERY === 0) Object.assign(refusals, await setStage(session));
    if (index > 0 && index % BOOKS_EVERY === 0) await checkBooks(session, world);
    // Every operation has its turn once before any has it again.
    if (turn.length === 0) turn = randomOf(options.seed + index).sample(asked, asked.length);
    const operation = turn.pop();
    if (operation) await session.step(operation, index);
    if (options.verbose) console.log(record.last);
    if ((index + 1) % SHOWN_EVERY === 0) progress(index + 1, record.findings.size);
    most = Math.max(most, index % 100 === 0 ? residentMiB(world.pid) : 0);
  }
  await checkBooks(session, world);
  const after = residentMiB(world.pid);
  if (after - before > MOST_GROWTH_MIB)
    record.foundInAll(`memory grew from ${before.toFixed(0)} to ${after.toFixed(0)} MiB`);
  const seconds = (performance.now() - started) / 1_000;
  const memoryMiB = { before, after, most: Math.max(most, after) };
  const report = reportOf(record, session.operations, { options, seconds, memoryMiB, refusals });
  printReport(report, record, session.operations.length);
  mkdirSync(dirname(inProject(options.json)), { recursive: true });
  writeFileSync(inProject(options.json), `${JSON.stringify(report, null, 2)}\n`);
  return record.findings.size > 0 ? 1 : 0;
}

async function checkBooks({ record, cast }: Session, world: World): Promise<void> {
  for (const breach of await unsoundness(world)) record.foundInAll(breach);
  await cast.renewAll();
}

function progress(done: number, findings: number): void {
  console.log(
    `${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${done} requests, ${findings} findings`,
  );
}
