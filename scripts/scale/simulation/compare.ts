import { EventQueue } from "./event-queue.ts";
import { exponential, seeded } from "./random.ts";
import { Server } from "./server.ts";

/** What `npm run bench -- rows --only "order placement" --json FILE` writes, as far as it is used here. */
interface BenchResult {
  options: { connections: number };
  outcomes: { name: string; ours: { perSecond: number; p50: number; p99: number; cpuMs: number } }[];
}

/** Calls of the stores that placing an order makes: cart, facts, commit, settlement, cart. */
const CALLS = 5;
const SIMULATED_MS = 60_000;

/**
 * Predicts what the benchmark measures with many connections from what it measured with one: workerd, which does everything but Stripe on one
 * thread, is one server; the rest of an order's time is waiting that others do not lengthen. Says how far off the prediction is.
 */
export function compareWithBench(alone: string, crowd: string): string {
  const [one, many] = [figuresOf(alone), figuresOf(crowd)];
  const predicted = closedLoop(many.connections, one.cpuMs, Math.max(0, one.p50 - one.cpuMs));
  const row = (name: string, said: number, measured: number) =>
    `${name.padEnd(10)} predicted ${said.toFixed(1).padStart(8)}   measured ${measured.toFixed(1).padStart(8)}   ${off(said, measured)}`;
  return [
    `order placement, ${many.connections} connections, from ${one.cpuMs.toFixed(1)} ms of CPU and ${one.p50.toFixed(1)} ms in all with ${one.connections}`,
    row("orders/s", predicted.perSecond, many.perSecond),
    row("p50 ms", predicted.p50, many.p50),
  ].join("\n");
}

/** Each of `clients` places one order after another: its calls need the only server, and between them it waits for something else. */
export function closedLoop(
  clients: number,
  cpuMs: number,
  waitMs: number,
): { perSecond: number; p50: number } {
  const events = new EventQueue();
  const random = seeded(1);
  const server = new Server(events);
  const took: number[] = [];
  const start = () => {
    const from = events.now;
    const call = (left: number) => {
      if (left === 0) {
        took.push(events.now - from);
        start();
        return;
      }
      server.ask(exponential(random, cpuMs / CALLS), () => {
        events.after(waitMs / CALLS, () => call(left - 1));
      });
    };
    call(CALLS);
  };
  for (let client = 0; client < clients; client += 1) start();
  events.runUntil(SIMULATED_MS);
  took.sort((a, b) => a - b);
  return { perSecond: (took.length / SIMULATED_MS) * 1_000, p50: took[Math.floor(took.length / 2)] ?? NaN };
}

function figuresOf(text: string) {
  const { options, outcomes } = JSON.parse(text) as BenchResult;
  const ours = outcomes.find(({ name }) => name === "order placement")?.ours;
  if (!ours) throw new Error("the result holds no order placement");
  return { ...ours, connections: options.connections };
}

function off(said: number, measured: number): string {
  const share = Math.round((said / measured - 1) * 100);
  return `${share > 0 ? "+" : ""}${share} %`;
}
