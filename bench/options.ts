import { parseArgs } from "node:util";

export interface Options {
  /** Length of one measured round. */
  seconds: number;
  rounds: number;
  connections: number;
  /** Parallel buyers of the whole checkout. */
  flows: number;
  products: number;
  /** Runs only the cases whose name contains this. */
  only: string | undefined;
  json: string;
  strict: boolean;
  logLevel: "debug" | "info" | "warn" | "error";
  /** Which door of workerd is measured: Miniflare's entry Worker, or the Worker's own socket. */
  server: "miniflare" | "direct";
  /** What is measured: everything beside its floor, or how the catalog's reads grow with its size. */
  subject: "all" | "catalog";
  /** Products of the catalogs to compare, the smallest first. */
  sizes: number[];
}

const HELP = `npm run bench -- [catalog] [options]

  catalog             measures only the catalog's reads, cold and hot, over growing catalogs
  --sizes LIST        products of these catalogs (1000,10000,100000)

  --seconds N         length of one measured round (4)
  --rounds N          rounds a case, floor and API in turns (3)
  --only NAME         only cases whose name contains NAME
  --products N        size of the catalog, 3 variants each (1000)
  --connections N     (16)
  --flows N           parallel buyers of the whole checkout (8)
  --server KIND       miniflare: through Miniflare's own server (default); direct: the Worker's own socket
  --log-level LEVEL   of the API (info, as deployed)
  --json FILE         where to write the result (.build/bench/result.json)
  --strict            a missed target fails the run`;

/** Reads the command line. Ends the process after --help. */
export function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: "string", default: "4" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "16" },
      flows: { type: "string", default: "8" },
      products: { type: "string", default: "1000" },
      sizes: { type: "string", default: "1000,10000,100000" },
      only: { type: "string" },
      json: { type: "string", default: ".build/bench/result.json" },
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
  return {
    seconds: positive("seconds", values.seconds),
    rounds: positive("rounds", values.rounds),
    connections: positive("connections", values.connections),
    flows: positive("flows", values.flows),
    products: positive("products", values.products),
    only: values.only,
    json: values.json,
    strict: values.strict,
    logLevel: oneOf("log-level", values["log-level"], ["debug", "info", "warn", "error"]),
    server: oneOf("server", values.server, ["miniflare", "direct"]),
    subject: oneOf("subject", positionals[0] ?? "all", ["all", "catalog"]),
    sizes: values.sizes
      .split(",")
      .map((size) => positive("sizes", size))
      .sort((a, b) => a - b),
  };
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
