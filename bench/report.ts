import type { Bundle } from "../scripts/runtime/build.ts";
import type { Machine } from "./machine.ts";
import type { Options } from "./options.ts";
import type { Outcome } from "./rounds.ts";

export interface Report {
  machine: Machine;
  options: Options;
  bundle: Pick<Bundle, "bytes" | "gzipBytes">;
  pages: { listBytes: number; detailBytes: number };
  outcomes: Outcome[];
  /** Requests a second of the hot list by log level. */
  logging?: { info: number; error: number };
  memoryMiB: { before: number; after: number };
  missed: string[];
}

/** Latencies may spread this far: p99 within so many times p50. */
const SPREAD = 3;
const BUNDLE_KIB = 400;

/** Every budget that was missed, in words. */
export function missedBudgets(outcomes: Outcome[], bundle: Report["bundle"]): string[] {
  const missed = outcomes.flatMap(({ name, ours, ratio, target, atLeast }) => {
    const found: string[] = [];
    if (target !== undefined && ratio !== undefined && ratio < target)
      found.push(`${name}: ${ratio.toFixed(2)} of the floor, wanted ${target}`);
    if (atLeast !== undefined && ours.perSecond < atLeast)
      found.push(`${name}: ${ours.perSecond.toFixed(1)}/s, wanted ${atLeast}/s`);
    if (ours.p99 > SPREAD * ours.p50)
      found.push(`${name}: p99 is ${(ours.p99 / ours.p50).toFixed(1)}x p50, wanted ${SPREAD}x`);
    return found;
  });
  if (bundle.gzipBytes > BUNDLE_KIB * 1024) missed.push(`the bundle has more than ${BUNDLE_KIB} KiB gzip`);
  return missed;
}

const HEAD = [
  ...["", "per s", "floor", "ratio", "target", "p50 ms", "p99 ms", "p99/p50", "CPU ms"],
  ...["| floor: p99/p50", "CPU ms", "CPU ratio"],
];

/** The report as people read it. */
export function printReport(report: Report): void {
  const { machine, bundle, pages, memoryMiB, options, logging } = report;
  console.log(`\n${table([HEAD, ...report.outcomes.map(line)])}\n`);
  console.log(
    `CPU ms: of the whole workerd process a request, stores included. ${serverNote(options)}\n` +
      `List ${kib(pages.listBytes)}, detail ${kib(pages.detailBytes)}; bundle ${kib(bundle.bytes)}, ${kib(bundle.gzipBytes)} gzip.\n` +
      `Memory of the API's workerd: ${memoryMiB.before.toFixed(0)} MiB before the load, ${memoryMiB.after.toFixed(0)} MiB after.`,
  );
  const disturbed = report.outcomes.reduce(
    (sum, { ours, floor }) => sum + ours.disturbed + (floor?.disturbed ?? 0),
    0,
  );
  if (disturbed > 0)
    console.log(
      `In ${disturbed} rounds other processes took over 15 % of the machine: left out where there were better ones.`,
    );
  for (const { name, ours } of report.outcomes) {
    if (ours.cpuMsDrained > ours.cpuMs * 1.1)
      console.log(
        `${name}: ${ours.cpuMsDrained.toFixed(1)} CPU ms with all events (stock, mail, projection) processed.`,
      );
  }
  if (logging) {
    const share = (1 - logging.info / logging.error) * 100;
    console.log(
      `Logging: the list does ${logging.info.toFixed(0)}/s at info and ${logging.error.toFixed(0)}/s at error, ${share.toFixed(0)} % less.`,
    );
  }
  console.log(
    `${machine.cores} x ${machine.cpu}, Node ${machine.node}, workerd ${machine.workerd}, ${machine.commit}`,
  );
  console.log(
    report.missed.length === 0
      ? "All budgets are kept."
      : ["Missed:", ...report.missed.map((text) => `  ${text}`)].join("\n"),
  );
}

function serverNote({ server, connections, flows, logLevel, rounds }: Options): string {
  const door =
    server === "miniflare"
      ? "through Miniflare's own server"
      : "on the Worker's own socket, past Miniflare's server";
  return `workerd ${door}; ${connections} connections, ${flows} flows; medians of ${rounds} rounds; log level ${logLevel}.`;
}

function line({ name, ours, floor, ratio, target, atLeast }: Outcome): string[] {
  const mark = (missed: boolean) => (missed ? " !" : "");
  return [
    name,
    rate(ours.perSecond) + mark(atLeast !== undefined && ours.perSecond < atLeast),
    floor ? rate(floor.perSecond) : "-",
    ratio === undefined ? "-" : ratio.toFixed(2) + mark(target !== undefined && ratio < target),
    target?.toFixed(2) ?? (atLeast === undefined ? "-" : `${atLeast}/s`),
    ours.p50.toFixed(1),
    ours.p99.toFixed(1),
    (ours.p99 / ours.p50).toFixed(1) + mark(ours.p99 > SPREAD * ours.p50),
    ours.cpuMs.toFixed(2),
    floor ? (floor.p99 / floor.p50).toFixed(1) : "-",
    floor ? floor.cpuMs.toFixed(2) : "-",
    floor ? (floor.cpuMs / ours.cpuMs).toFixed(2) : "-",
  ];
}

export function rate(perSecond: number): string {
  return perSecond < 100 ? perSecond.toFixed(1) : perSecond.toFixed(0);
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** Rows of cells as aligned text; the first column is text, the others are numbers. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}
