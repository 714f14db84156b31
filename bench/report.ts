import type { Bundle } from "../scripts/runtime/build.ts";
import type { Options } from "./options.ts";
import { peerRows } from "./peers.ts";
import type { Outcome } from "./rounds.ts";
import { rate, table } from "./table.ts";

/** What is written into rows.json. */
export interface RowsFigures {
  outcomes: Outcome[];
  bundle: Pick<Bundle, "bytes" | "gzipBytes">;
  /** Processor milliseconds until the Worker's global scope has run. */
  startupMs?: number;
  pages: { listBytes: number; detailBytes: number };
  /** Requests a second of the hot list by log level. */
  logging?: { info: number; error: number };
  memoryMiB: { before: number; after: number };
}

/** Latencies may spread this far: p99 within so many times p50. */
export const SPREAD = 3;
export const BUNDLE_KIB = 400;
export const STARTUP_MS = 100;

/** Every budget that was missed, in words. */
export function missedBudgets({ outcomes, bundle, startupMs }: RowsFigures): string[] {
  const missed = outcomes.flatMap(({ name, ours, ratio, target, atLeast }) => {
    const found: string[] = [];
    const row = name.trim();
    if (target !== undefined && ratio !== undefined && ratio < target)
      found.push(`${row}: ${ratio.toFixed(2)} of the floor, wanted ${target}`);
    if (atLeast !== undefined && ours.perSecond < atLeast)
      found.push(`${row}: ${ours.perSecond.toFixed(1)}/s, wanted ${atLeast}/s`);
    if (ours.p99 > SPREAD * ours.p50)
      found.push(`${row}: p99 is ${(ours.p99 / ours.p50).toFixed(1)}x p50, wanted ${SPREAD}x`);
    return found;
  });
  if (bundle.gzipBytes > BUNDLE_KIB * 1024) missed.push(`the bundle has more than ${BUNDLE_KIB} KiB gzip`);
  if (startupMs !== undefined && startupMs > STARTUP_MS)
    missed.push(`start-up takes ${startupMs.toFixed(0)} ms of CPU, wanted ${STARTUP_MS}`);
  return missed;
}

/** Cells of the rows: figures of the API, of its floor, and how they compare. */
export function outcomeRows(outcomes: readonly Outcome[]): string[][] {
  return [HEAD, ...outcomes.map(line)];
}

const HEAD = [
  ...["", "per s", "floor", "ratio", "target", "p50 ms", "p99 ms", "p99/p50", "CPU ms"],
  ...["floor p99/p50", "floor CPU ms"],
];

/** The report as people read it. */
export function printRows(figures: RowsFigures, options: Options): void {
  const { outcomes } = figures;
  console.log(`\n${table(outcomeRows(outcomes))}\n`);
  console.log(`${table(peerRows(outcomes))}\n`);
  for (const text of rowsLines(figures, options)) console.log(text);
  const disturbed = outcomes.reduce(
    (sum, { ours, floor }) => sum + ours.disturbed + (floor?.disturbed ?? 0),
    0,
  );
  if (disturbed > 0)
    console.log(
      `In ${disturbed} rounds other processes took over 15 % of the machine: left out where there were better ones.`,
    );
}

/** What belongs to the rows, in sentences. */
export function rowsLines(figures: RowsFigures, options: Options): string[] {
  const { outcomes, bundle, pages, memoryMiB, logging, startupMs } = figures;
  const lines = [
    `CPU ms: of the whole workerd process a request, stores included. ${serverNote(options)}`,
    `List ${kib(pages.listBytes)}, detail ${kib(pages.detailBytes)}. Bundle ${kib(bundle.bytes)}, ${kib(bundle.gzipBytes)} gzip of at most ${BUNDLE_KIB} KiB.`,
    `Memory of the API's workerd: ${memoryMiB.before.toFixed(0)} MiB before the load, ${memoryMiB.after.toFixed(0)} MiB after.`,
  ];
  if (startupMs !== undefined)
    lines.push(`Start-up: ${startupMs.toFixed(0)} ms of CPU of at most ${STARTUP_MS}.`);
  for (const { name, ours } of outcomes) {
    if (ours.cpuMsDrained > ours.cpuMs * 1.1)
      lines.push(
        `${name.trim()}: ${ours.cpuMsDrained.toFixed(1)} CPU ms with all events (stock, mail, projection) processed.`,
      );
  }
  if (logging) {
    const share = (1 - logging.info / logging.error) * 100;
    lines.push(
      `Logging: the list does ${logging.info.toFixed(0)}/s at info and ${logging.error.toFixed(0)}/s at error, ${share.toFixed(0)} % less.`,
    );
  }
  return lines;
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
  const targets = [target?.toFixed(2), atLeast === undefined ? undefined : `${atLeast}/s`];
  return [
    name,
    rate(ours.perSecond) + mark(atLeast !== undefined && ours.perSecond < atLeast),
    floor ? rate(floor.perSecond) : "-",
    ratio === undefined ? "-" : ratio.toFixed(2) + mark(target !== undefined && ratio < target),
    targets.filter((text) => text !== undefined).join(", ") || "-",
    ours.p50.toFixed(1),
    ours.p99.toFixed(1),
    (ours.p99 / ours.p50).toFixed(1) + mark(ours.p99 > SPREAD * ours.p50),
    ours.cpuMs.toFixed(2),
    floor ? (floor.p99 / floor.p50).toFixed(1) : "-",
    floor ? floor.cpuMs.toFixed(2) : "-",
  ];
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
