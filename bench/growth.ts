import { cartCases } from "./cases/cart.ts";
import { type Case, type World } from "./cases/case.ts";
import { catalogCases } from "./cases/catalog.ts";
import { orderCases } from "./cases/orders.ts";
import { collapses, type GrowthFigures, type Level, levelRows } from "./levels.ts";
import { median } from "./load.ts";
import { table } from "./table.ts";
import { publish } from "./results.ts";
import { type Round, sendRound } from "./rounds.ts";
import { progress, type Stage } from "./stage.ts";
import { openWorld } from "./world.ts";

const ROWS = ["product list of 20, hot", "product detail, hot", "cart add", "order placement"];
const FIRST_LOOK = 32;

/** Throughput and latency of four rows over a growing number of connections. Returns whether it passed. */
export async function benchGrowth(stage: Stage): Promise<boolean> {
  const { world, slug } = await openWorld(stage, "growth");
  const rows: GrowthFigures["rows"] = ROWS.map((name) => ({ name, levels: [] }));
  for (const connections of stage.options.levels) {
    const cases = casesOf({ ...world, connections }, slug);
    for (const { name, levels } of rows) {
      const subject = cases.find((each) => each.name === name);
      if (!subject) throw new Error(`there is no row ${name}`);
      progress(`growth: ${name}, ${connections} connections`);
      levels.push(await measureLevel(subject, connections, stage.options));
    }
  }
  console.log(`\n${rows.map(({ name, levels }) => `${name}\n${table(levelRows(levels))}`).join("\n\n")}\n`);
  return publish("growth", stage.options, { figures: { rows }, missed: rows.flatMap(collapses) });
}

function casesOf(world: World, slug: string): Case[] {
  return [...catalogCases(world, slug), ...cartCases(world), ...orderCases(world)];
}

/** Medians of the rounds, which last `seconds` together. */
async function measureLevel(
  { ours }: Case,
  connections: number,
  { seconds, rounds }: Stage["options"],
): Promise<Level> {
  const first = await sendRound(ours, FIRST_LOOK);
  let perSecond = first.sample.perSecond;
  const samples: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const measured = await sendRound(ours, (perSecond * seconds) / rounds);
    perSecond = measured.sample.perSecond;
    samples.push(measured);
  }
  const middle = (pick: (round: Round) => number) => median(samples.map(pick));
  return {
    connections,
    perSecond: middle(({ sample }) => sample.perSecond),
    p50: middle(({ sample }) => sample.p50),
    p99: middle(({ sample }) => sample.p99),
  };
}
