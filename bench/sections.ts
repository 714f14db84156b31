import { type CatalogFigures, catalogRows, type Growth, growthLines } from "./catalog/report.ts";
import { saleLines, saleRows } from "./flash-sale/report.ts";
import type { SaleFigures } from "./flash-sale/sale.ts";
import { type GrowthFigures, levelRows } from "./levels.ts";
import { type MemoryFigures, memoryRows } from "./memory/report.ts";
import { peerRows } from "./peers.ts";
import { outcomeRows, type RowsFigures, rowsLines } from "./report.ts";
import { readResult, type Result } from "./results.ts";
import { markdownTable } from "./table.ts";
import type { TrafficReport } from "./traffic/bench.ts";
import { kindRows, periodRows, trafficLines } from "./traffic/report.ts";

/** The parts of performance.md that are written by machine, each from the result of a subject; undefined without one. */
export const SECTIONS: Record<string, (folder: string) => string | undefined> = {
  rows: (folder) =>
    section<RowsFigures>(folder, "rows", (result) => [
      markdownTable(outcomeRows(result.outcomes)),
      list(rowsLines(result, result.options)),
    ]),
  peers: (folder) =>
    section<RowsFigures>(folder, "rows", ({ outcomes }) => [markdownTable(peerRows(outcomes))]),
  growth: (folder) =>
    section<GrowthFigures>(folder, "growth", ({ rows }) =>
      rows.flatMap(({ name, levels }) => [`**${name}**`, markdownTable(levelRows(levels))]),
    ),
  mixed: traffic("mixed"),
  soak: traffic("soak"),
  memory: (folder) =>
    section<MemoryFigures>(folder, "memory", (result) => [markdownTable(memoryRows(result))]),
  "flash-sale": (folder) =>
    section<SaleFigures>(folder, "flash-sale", (result) => [
      list(saleLines(result)),
      markdownTable(saleRows(result)),
    ]),
  catalog: (folder) =>
    section<{ figures: CatalogFigures[]; growth: Growth[] }>(folder, "catalog", ({ figures, growth }) => [
      markdownTable(catalogRows(figures)),
      list(growthLines(growth)),
    ]),
};

function traffic(subject: "mixed" | "soak") {
  return (folder: string) =>
    section<TrafficReport>(folder, subject, (result) => [
      list(trafficLines(result, result.memory)),
      markdownTable(kindRows(result.kinds)),
      markdownTable(periodRows(result)),
    ]);
}

function section<Figures>(
  folder: string,
  subject: string,
  render: (result: Result & Figures) => string[],
): string | undefined {
  const result = readResult<Figures>(folder, subject);
  return result && [origin(result), ...render(result), verdict(result)].join("\n\n");
}

function origin({ machine }: Result): string {
  const { cores, cpu, memoryMiB, node, workerd, commit, date } = machine;
  return (
    `_${date.slice(0, 16).replace("T", " ")} UTC, commit ${commit}; ${cores} cores (${cpu}), ${(memoryMiB / 1024).toFixed(0)} GiB; ` +
    `Node ${node}, workerd ${workerd}._`
  );
}

function verdict({ missed, broken }: Result): string {
  if (missed.length + broken.length === 0) return "All budgets are kept; no error, no broken invariant.";
  return list([...broken.map((text) => `**Broken:** ${text}`), ...missed.map((text) => `Missed: ${text}`)]);
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}
