import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describeMachine, type Machine } from "./machine.ts";
import type { Options } from "./options.ts";

/** What every subject leaves behind, beside its figures. */
export interface Result {
  machine: Machine;
  options: Options;
  /** Budgets that were missed, in words: they fail a run with --strict. */
  missed: string[];
  /** What must not happen at all, in words: it fails every run. */
  broken: string[];
}

/** Writes a subject's result and prints its verdict. Returns whether the run may go on as passed. */
export function publish<Figures extends object>(
  subject: string,
  options: Options,
  { figures, missed, broken = [] }: { figures: Figures; missed: string[]; broken?: string[] },
): boolean {
  const result: Result & Figures = { machine: describeMachine(), options, ...figures, missed, broken };
  const file = options.json ?? fileOf(options.out, subject);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  for (const text of broken) console.log(`BROKEN  ${text}`);
  for (const text of missed) console.log(`missed  ${text}`);
  if (broken.length + missed.length === 0) console.log(`${subject}: all budgets are kept.`);
  return broken.length === 0 && (missed.length === 0 || !options.strict);
}

/** The result of a subject; undefined when it was not run. */
export function readResult<Figures>(folder: string, subject: string): (Result & Figures) | undefined {
  const file = fileOf(folder, subject);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as Result & Figures;
}

function fileOf(folder: string, subject: string): string {
  return join(folder, `${subject}.json`);
}
