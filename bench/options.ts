import { parseArgs } from "node:util";
import { HELP } from "./help.ts";

export const SUBJECTS = [
  "rows",
  "growth",
  "mixed",
  "soak",
  "memory",
  "flash-sale",
  "catalog",
  "default",
  "complete",
] as const;
export type Subject = (typeof SUBJECTS)[number];

export interface Options {
  subject: Subject;
  /** Length of one measured round. */
  seconds: number;
  rounds: number;
  connections: number;
  /** Parallel buyers of the whole checkout. */
  flows: number;
  products: number;
  /** Runs only the rows whose name contains this. */
  only: string | undefined;
  /** The folder of the results, or for a single subject the file. */
  out: string;
  json: string | undefined;
  strict: boolean;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Which door of workerd is measured: Miniflare's entry Worker, or the Worker's own socket. */
  server: "miniflare" | "direct";
  /** Products of the catalogs to compare, the smallest first. */
  sizes: number[];
  /** Connections to compare. */
  levels: number[];
  /** Length of the mixed traffic or the soak; undefined: as long as is usual. */
  minutes: number | undefined;
  /** Operations a second that arrive in the soak, and beside the flash sale. */
  rate: number;
  buyers: number;
  units: number;
  /** Buyers of the flash sale who wait for an answer at the same time. */
  parallel: number;
}

/** Reads the command line. Ends the process after --help. */
export function readOptions(args?: string[]): Options {
  const { values, positionals } = parseArgs({
    ...(args ? { args } : {}),
    allowPositionals: true,
    options: {
      seconds: { type: "string", default: "2.5" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "16" },
      flows: { type: "string", default: "8" },
      products: { type: "string", default: "1000" },
      sizes: { type: "string", default: "1000,10000,100000" },
      levels: { type: "string", default: "1,2,4,8,16,32,64" },
      minutes: { type: "string" },
      rate: { type: "string", default: "40" },
      buyers: { type: "string", default: "10000" },
      units: { type: "string", default: "500" },
      parallel: { type: "string", default: "256" },
      only: { type: "string" },
      out: { type: "string", default: ".build/bench" },
      json: { type: "string" },
      strict: { type: "boolean", default: false },
      "log-level": { type: "string", default: "info" },
      server: { type: "string", default: "miniflare" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const subject = oneOf("subject", positionals[0] ?? "default", SUBJECTS);
  if (values.json !== undefined && (subject === "default" || subject === "complete"))
    throw new Error("--json takes the result of one subject: name it");
  return {
    subject,
    seconds: positive("seconds", values.seconds),
    rounds: positive("rounds", values.rounds),
    connections: positive("connections", values.connections),
    flows: positive("flows", values.flows),
    products: positive("products", values.products),
    only: values.only,
    out: values.out,
    json: values.json,
    strict: values.strict,
    logLevel: oneOf("log-level", values["log-level"], ["debug", "info", "warn", "error"]),
    server: oneOf("server", values.server, ["miniflare", "direct"]),
    sizes: ascending("sizes", values.sizes),
    levels: ascending("levels", values.levels),
    minutes: values.minutes === undefined ? undefined : positive("minutes", values.minutes),
    rate: positive("rate", values.rate),
    buyers: positive("buyers", values.buyers),
    units: positive("units", values.units),
    parallel: positive("parallel", values.parallel),
  };
}

function ascending(name: string, text: string): number[] {
  return text
    .split(",")
    .map((each) => positive(name, each))
    .sort((a, b) => a - b);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a positive number`);
  return value;
}

function oneOf<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new Error(`--${name} must be one of ${choices.join(", ")}`);
  return choice;
}
