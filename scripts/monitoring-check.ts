// npm run monitoring:check: what Prometheus' own tools say of ops/ and of the text that /metrics writes. Seconds.
// With --optional it says "skipped" where the tools are missing.
import { BUCKETS, type Delta, FAMILIES, type FamilyId, seriesKey } from "../src/platform/metrics.ts";
import { metricsText } from "../src/platform/metrics-text.ts";
import { Failure, runScript } from "./lib/terminal.ts";
import { check, checkFiles } from "./monitoring/static-checks.ts";
import { findTools, type Tools } from "./monitoring/tools.ts";

/** One series of every family, with a label that needs escaping. */
function sample(): string {
  const series = (Object.keys(FAMILIES) as FamilyId[]).map((id): Delta => {
    const { type, labels } = FAMILIES[id];
    const values = type === "histogram" ? [1.5, ...BUCKETS.map((_, at) => at), 1] : [7];
    return [
      seriesKey(
        id,
        labels.map((label) => `${label} \\ "x"`),
      ),
      values,
    ];
  });
  return metricsText(series, [
    {
      name: "edge_example",
      help: "An example.",
      samples: [{ value: 1 }, { labels: { job_name: 'a"b' }, value: 0.5 }],
    },
  ]);
}

await runScript(async () => {
  let tools: Tools<"promtool" | "amtool">;
  try {
    tools = findTools("promtool", "amtool");
  } catch (error) {
    if (!process.argv.includes("--optional") || !(error instanceof Failure)) throw error;
    return console.log(`skipped: ${error.message}`);
  }
  checkFiles(tools);
  check("the format of /metrics", tools.promtool, ["check", "metrics"], sample());
  await Promise.resolve();
});
