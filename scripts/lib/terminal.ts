import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in a style, when the terminal shows styles. */
export function style(format: Style, text: string): string {
  return styleText(format, text);
}

export const bold = (text: string) => style("bold", text);
export const dim = (text: string) => style("dim", text);
export const green = (text: string) => style("green", text);
export const red = (text: string) => style("red", text);
export const yellow = (text: string) => style("yellow", text);

/** A failure that the developer can do something about: shown as its message, without a stack. */
export class Failure extends Error {}

/** Runs a script's main function. A Failure ends it with its message and exit code 1. */
export async function runScript(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const message = isForPeople(error) ? error.message : error instanceof Error ? error.stack : String(error);
    console.error(`${red("error")} ${message}`);
    process.exitCode = 1;
  }
}

/** What the developer can do something about: a Failure, or an option that the script does not know. */
function isForPeople(error: unknown): error is Error {
  if (error instanceof Failure) return true;
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

/** Does a step that takes a while: says what is being done, and how long it took when it took long. */
export async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  process.stdout.write(`  ${what} …`);
  try {
    const result = await work();
    process.stdout.write(dim(` ${seconds(performance.now() - started)}\n`));
    return result;
  } catch (error) {
    process.stdout.write(` ${red("failed")}\n`);
    throw error;
  }
}

/** A duration for people: `3.2 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** Waits; with a signal until it is aborted at the latest. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Asks again and again until there is an answer. Returns undefined when the time is up. */
export async function poll<Result>(
  ask: () => Promise<Result | undefined>,
  options: { timeoutMs: number; everyMs?: number },
): Promise<Result | undefined> {
  const until = Date.now() + options.timeoutMs;
  for (;;) {
    const result = await ask();
    if (result !== undefined) return result;
    if (Date.now() > until) return undefined;
    await sleep(options.everyMs ?? 200);
  }
}
