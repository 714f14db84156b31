import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { type Delta, metricsObject, seriesKey } from "../../platform/metrics.ts";
import { metricsText } from "../../platform/metrics-text.ts";
import { SOURCES } from "./gauges.ts";

/** Prometheus itself gives up after ten seconds. */
const TIMEOUT_MS = 4_000;

const OUTCOMES = ["succeeded", "action_required", "declined", "refused", "failed"];

/** A counter that is there from the beginning, at 0: otherwise its first failure would be no increase, and no alert. */
function withZeros(series: readonly Delta[]): Delta[] {
  const known = new Map(series);
  const calls = series.filter(([key]) => key.startsWith("io\t"));
  const keys = [
    ...OUTCOMES.map((outcome) => seriesKey("payments", [outcome])),
    ...calls.map(([key]) => seriesKey("ioErrors", key.split("\t").slice(1))),
  ];
  return [...series, ...keys.filter((key) => !known.has(key)).map((key): Delta => [key, [0]])];
}

/**
 * Everything that is measured, in Prometheus' text format. A source that fails or takes longer than 4 s is left out and named by
 * edge_scrape_error: who watches an outage needs the rest most.
 */
export async function readMetrics(ctx: Ctx): Promise<string> {
  const failed: { labels: { source: string }; value: number }[] = [];
  const ask = async <Result>(source: string, work: () => Promise<Result>): Promise<Result | undefined> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("timed out")), TIMEOUT_MS);
    });
    let value = 1;
    try {
      const result = await Promise.race([work(), timeout]);
      value = 0;
      return result;
    } catch (error) {
      ctx.log.warn("a source of metrics failed", { source, ...describeError(error) });
      return undefined;
    } finally {
      clearTimeout(timer);
      failed.push({ labels: { source }, value });
    }
  };
  const [counted, ...gauges] = await Promise.all([
    ask("counters", (): Promise<Delta[]> => metricsObject(ctx.env).read()),
    ...Object.entries(SOURCES).map(([source, read]) => ask(source, () => read(ctx))),
  ]);
  return metricsText(counted ? withZeros(counted) : [], [
    ...gauges.flatMap((list) => list ?? []),
    { name: "edge_scrape_error", help: "1 when this source of the scrape failed.", samples: failed },
    {
      name: "edge_build_info",
      help: "Always 1; the version that answered this scrape.",
      samples: [
        { labels: { version: ctx.env.CF_VERSION?.id ?? "", environment: ctx.config.ENVIRONMENT }, value: 1 },
      ],
    },
  ]);
}
