import { stripVTControlCharacters } from "node:util";
import { dim, green, red, yellow } from "../lib/terminal.ts";
import { fromProject } from "../lib/paths.ts";
import { isNoise } from "./noise.ts";

/** How many of the last lines are kept to be shown when something fails. */
const KEPT_LINES = 200;

type Fields = Record<string, unknown>;

/** Turns what wrangler and the Workers write into lines that are good to read. */
export class WorkerLog {
  /** Before the API is up only warnings and errors are shown. */
  isOpen = false;
  /** While everything stops, what the programs complain about is no news. */
  isClosed = false;
  readonly #verbose: boolean;
  readonly #kept: string[] = [];
  #mailSubject = "";

  constructor(options: { verbose: boolean }) {
    this.#verbose = options.verbose;
  }

  /** Takes one line as it came. */
  take(raw: string): void {
    const line = stripVTControlCharacters(raw).trimEnd();
    this.#kept.push(line);
    if (this.#kept.length > KEPT_LINES) this.#kept.shift();
    if (this.isClosed) return;
    const record = recordIn(line);
    if (record) this.#takeRecord(record);
    else if (this.#verbose) console.log(line);
    else if (this.isOpen && !this.#takeMail(line) && !isNoise(line)) console.log(line);
  }

  /** What came last, as it came, for whoever has to find out why something failed. */
  lastLines(): string {
    return this.#kept.filter((line) => !isNoise(line)).join("\n");
  }

  /** The local runtime tells of a mail in several lines: one is enough. */
  #takeMail(line: string): boolean {
    const [, name, value = ""] = /^(From|To|Cc|Bcc|Reply-To|Subject|Text|HTML): (.*)$/.exec(line) ?? [];
    if (name === "Subject") this.#mailSubject = value;
    if (name === "Text")
      console.log(`${dim(clock())} mail "${this.#mailSubject}" ${dim(fromProject(value))}`);
    return name !== undefined;
  }

  #takeRecord(record: Fields): void {
    const { level, message } = record;
    const isQuiet = level !== "error" && level !== "warn";
    if (isQuiet && !this.isOpen) return;
    if (message === "job" && isQuiet && record["failed"] !== true && !this.#verbose) return;
    console.log(`${dim(clock())} ${formatRecord(record)}`);
  }
}

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}

/** The JSON line that a Worker logged, without the mark that wrangler puts before it. */
function recordIn(line: string): Fields | undefined {
  const start = line.search(/\{"level":/);
  if (start === -1) return undefined;
  try {
    return JSON.parse(line.slice(start)) as Fields;
  } catch {
    return undefined;
  }
}

/** One line of text for one record: requests in short, everything else as message and fields. */
export function formatRecord(record: Fields): string {
  const { level, message, request_id, stack, ...fields } = record;
  if (message === "request") return formatRequest(record);
  const mark = level === "error" ? red("error ") : level === "warn" ? yellow("warning ") : "";
  const facts = level === "error" || level === "warn" ? { ...fields, request_id } : fields;
  const text = Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
  const trace = typeof stack === "string" ? `\n${dim(stack)}` : "";
  return `${mark}${String(message)} ${text}${trace}`;
}

function formatRequest({ method, path, status, duration_ms }: Fields): string {
  const code = Number(status);
  const colour = code >= 500 ? red : code >= 400 ? yellow : green;
  return `${String(method)} ${String(path)} ${colour(String(status))} ${dim(`${String(duration_ms)}ms`)}`;
}
