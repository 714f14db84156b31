import { parseArgs } from "node:util";

export interface Options {
  requests: number;
  seed: number;
  /** Only these operations are asked; empty for all. */
  operations: string[];
  json: string;
  verbose: boolean;
}

const HELP = `npm run fuzz -- [options]

  --requests N       how many requests (20000)
  --seed N           of the requests; another one each time by default
  --operation ID     only this operation of openapi.json; may be repeated
  --json FILE        where to write the report (.build/fuzz/report.json)
  --verbose          prints every request with its answer's status

Ends with 1 when anything was found. test/fuzz/README.md says what is looked for and how to repeat a finding.`;

/** Reads the command line. Ends the process after --help. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "20000" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
      operation: { type: "string", multiple: true, default: [] },
      json: { type: "string", default: ".build/fuzz/report.json" },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  return {
    requests: whole("requests", values.requests),
    seed: whole("seed", values.seed),
    operations: values.operation,
    json: values.json,
    verbose: values.verbose,
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} must be a whole number`);
  return value;
}
