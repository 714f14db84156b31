import type { Options } from "../options.ts";
import { publish } from "../results.ts";
import { openShop, progress, type Stage } from "../stage.ts";
import { type Memory, memoryOf } from "./memory.ts";
import { printTraffic } from "./report.ts";
import { runTraffic, type TrafficFigures } from "./traffic.ts";

/** What is written into mixed.json and soak.json. */
export interface TrafficReport extends TrafficFigures {
  memory: Memory | undefined;
}

/** Events that may wait when a period ends, in seconds of what arrives. */
const MOST_BACKLOG_SECONDS = 30;

/** The mix, as fast as so many shoppers at once can. Returns whether it passed. */
export function benchMixed(stage: Stage): Promise<boolean> {
  const { connections, minutes = 5 } = stage.options;
  return bench(stage, "mixed", minutes, { lanes: connections });
}

/** The mix at a constant rate of arrival. Returns whether it passed. */
export function benchSoak(stage: Stage): Promise<boolean> {
  const { rate, minutes = 30 } = stage.options;
  return bench(stage, "soak", minutes, { perSecond: rate });
}

async function bench(
  stage: Stage,
  subject: "mixed" | "soak",
  minutes: number,
  pace: TrafficFigures["pace"],
): Promise<boolean> {
  const options: Options = { ...stage.options, server: "miniflare" };
  const { shop, stripe } = await openShop({ ...stage, options }, subject);
  progress(`${subject}: ${minutes} minutes`);
  const { figures, broken } = await runTraffic(shop, stripe, minutes * 60, pace);
  const memory = memoryOf(figures.periods, figures.periodSeconds);
  printTraffic(subject, figures, memory);
  const missed = [
    ...(memory && !memory.isFlat
      ? [`${subject}: memory grew from ${memory.secondMiB.toFixed(0)} to ${memory.lastMiB.toFixed(0)} MiB`]
      : []),
    ...backlogs(figures).map((text) => `${subject}: ${text}`),
  ];
  return publish(subject, stage.options, { figures: { ...figures, memory }, missed, broken });
}

/** An order makes a few events: when more wait than have come in half a minute, the queue does not keep up. */
function backlogs({ periods, pace, orders, seconds }: TrafficFigures): string[] {
  if ("lanes" in pace) return [];
  const most = Math.max(50, ((orders * 4) / seconds) * MOST_BACKLOG_SECONDS);
  return periods.flatMap(({ backlog }, index) =>
    backlog > most ? [`${backlog} events wait after period ${index + 1}`] : [],
  );
}
