import { env } from "cloudflare:workers";
import { afterAll, expect } from "vitest";
import { KnownSecrets, leaksIn, withoutIds } from "./leaks.ts";

// Every test file's log lines are looked through for everything secret or personal that its requests, answers and rows hold.

const known = new KnownSecrets();
const lines = new Set<string>();
const METHODS = new Set<string | symbol>(["log", "warn", "error"]);

/** Whose lines they are: the Worker's are JSON; what tests write themselves is theirs. */
function isOfTheWorker(line: unknown): line is string {
  return typeof line === "string" && line.startsWith('{"level":');
}

type Write = (...parts: unknown[]) => unknown;

function isSpy(name: string | symbol, target: Console): boolean {
  const own: unknown = Object.getOwnPropertyDescriptor(target, name)?.value;
  return typeof own === "function" && "mock" in own;
}

/**
 * Looks at every line that this test file makes the Worker write, also where a test watches the console itself, and fails the file
 * for what it gives away. Lines below "error" are not shown.
 */
export function watchLog(): void {
  globalThis.console = new Proxy(globalThis.console, {
    get(target, name): unknown {
      const write: unknown = Reflect.get(target, name);
      if (!METHODS.has(name) || typeof write !== "function") return write;
      return (line: unknown, ...rest: unknown[]) => {
        if (isOfTheWorker(line)) {
          lines.add(withoutIds(line));
          if (name !== "error" && !isSpy(name, target)) return;
        }
        (write as Write)(line, ...rest);
      };
    },
  });
  afterAll(async () => expect(await leaksOfLog(), "the log gives away").toEqual([]), 60_000);
}

/** Notes what a request and its answer hold that no log may hold. */
export function noteExchange(
  request: { url: string; headers: Headers; body: unknown },
  answer: { headers: Headers; body: unknown },
): void {
  for (const [name, value] of new URL(request.url).searchParams) known.addBody(value, name);
  for (const { headers, body } of [request, answer]) {
    known.addHeaders(headers);
    known.addBody(body);
  }
}

/** What the log of this test file has given away so far, each line once. */
async function leaksOfLog(): Promise<string[]> {
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== "string" || !/SECRET|TOKEN|API_KEY|SIGNING_KEYS/.test(name)) continue;
    // Those that are being rotated stand beside each other.
    for (const one of value.split(",")) known.addSecret(one.trim());
  }
  const people = await env.DB.batch<Record<string, string | null>>(
    [
      "SELECT email, username, first_name, last_name FROM users",
      "SELECT DISTINCT email FROM orders",
      "SELECT DISTINCT recipient FROM notifications",
    ].map((sql) => env.DB.prepare(sql)),
  );
  for (const { results } of people) known.addBody(results);
  return leaksIn([...lines].join("\n"), known);
}
