import { ORDER_USE } from "../measured.ts";
import { EventQueue } from "./event-queue.ts";
import { exponential, seeded, zipf } from "./random.ts";
import { Server } from "./server.ts";

/**
 * Where units are held. order: in the order's own batch; a shard asks the SKU's object only for a portion. object: an object a SKU is asked
 * for each order. buckets: the same with the SKU's units in several objects.
 */
export type Stock = "order" | "object" | "buckets";

/** Milliseconds that a call takes its store, and that waiting for others takes. */
export interface Times {
  read: number;
  write: number;
  object: number;
  /** The way there and back, of each call. */
  network: number;
  stripe: number;
}

export interface Scenario {
  orders: number;
  shards: number;
  seconds: number;
  skus: number;
  zipf: number;
  stock: Stock;
  buckets: number;
  seed: number;
  times: Times;
}

/** What Cloudflare writes of D1 ("less than a millisecond", "several milliseconds") and of objects that write (200 to 500 a second). */
const PUBLISHED: Times = { read: 1, write: 5, object: 3, network: 5, stripe: 300 };

export const DEFAULTS: Scenario = {
  orders: 100,
  shards: 4,
  seconds: 20,
  skus: 10_000,
  zipf: 1,
  stock: "order",
  buckets: 16,
  seed: 1,
  times: PUBLISHED,
};

/** Units that a shard takes at once. */
const PORTION = 50;
/** How many calls may wait for a store before it refuses more. */
const MOST_WAITING = 400;
const TRIES = 3;
const RETRY_AFTER = 1_000;
/** Orders that came before this are not counted: the queues fill first. */
const WARM_UP = 0.25;
/** Orders that came last have so long to be answered. */
const DRAIN = 1_500;

export interface Figures {
  /** Orders a second that were answered, of those that came after the warm-up. */
  answered: number;
  refused: number;
  p50: number;
  p99: number;
  /** Share of the time that the busiest database, and the busiest object, worked. */
  databaseLoad: number;
  objectLoad: number;
}

/**
 * Plays a shop of N databases: orders arrive by chance (Poisson), each is read, held and written, paid and written again; what its events
 * and Stripe's webhooks make of it loads the same database a moment later. A refused call is tried again, three times in all. Pure.
 */
export function simulate(scenario: Scenario): Figures {
  const { orders, shards, seconds, skus, buckets, stock, times } = scenario;
  const events = new EventQueue();
  const random = seeded(scenario.seed);
  const drawSku = zipf(skus, scenario.zipf);
  const databases = Array.from({ length: shards }, () => new Server(events, MOST_WAITING));
  const objects = new Map<string, Server>();
  const portions = new Map<string, number>();
  const waits: number[] = [];
  let refused = 0;
  const end = seconds * 1_000;
  const isCounted = (start: number) => start >= end * WARM_UP && start < end;

  const objectOf = (name: string) => {
    const known = objects.get(name) ?? new Server(events, MOST_WAITING);
    objects.set(name, known);
    return known;
  };
  /** Asks a store, over the network; tells what came of it. */
  const ask = (server: Server, service: number, next: () => void, refuse: () => void) => {
    events.after(times.network, () => {
      if (!server.ask(exponential(random, service), next)) refuse();
    });
  };
  const arrive = () => {
    if (events.now < end) {
      place(events.now, 1);
      events.after(exponential(random, 1_000 / orders), arrive);
    }
  };
  const place = (start: number, attempt: number) => {
    const database = databases[Math.floor(random() * shards)];
    if (!database) return;
    const shard = databases.indexOf(database);
    const sku = drawSku(random);
    const refuse = () => {
      if (attempt < TRIES) events.after(RETRY_AFTER * attempt, () => place(start, attempt + 1));
      else if (isCounted(start)) refused += 1;
    };
    const settle = () => {
      if (isCounted(start)) waits.push(events.now - start);
      follow(database);
    };
    const pay = () => events.after(times.stripe, () => ask(database, times.write, settle, refuse));
    const write = () => ask(database, times.write, pay, refuse);
    const hold = () => holdUnit(shard, sku, write, refuse);
    ask(database, times.read, hold, refuse);
  };
  const holdUnit = (shard: number, sku: number, next: () => void, refuse: () => void) => {
    if (stock === "order") {
      const name = `${shard}:${sku}`;
      const left = portions.get(name) ?? 0;
      portions.set(name, left > 0 ? left - 1 : PORTION - 1);
      if (left > 0 || shards === 1) next();
      else ask(objectOf(String(sku)), times.object, next, refuse);
      return;
    }
    const bucket = stock === "buckets" ? Math.floor(random() * buckets) : 0;
    ask(objectOf(`${sku}#${bucket}`), times.object, next, refuse);
  };
  /** The calls that an order leaves behind: nobody waits for them, and they come again when they are refused. */
  const follow = (database: Server) => {
    for (const { readCalls, writeCalls } of [ORDER_USE.events, ORDER_USE.stripeWebhooks]) {
      for (const [calls, service] of [
        [readCalls, times.read],
        [writeCalls, times.write],
      ] as const) {
        const whole = Math.floor(calls) + (random() < calls % 1 ? 1 : 0);
        for (let call = 0; call < whole; call += 1) background(database, exponential(random, service));
      }
    }
  };
  const background = (database: Server, service: number) => {
    events.after(exponential(random, RETRY_AFTER), () => {
      if (!database.ask(service, () => {})) background(database, service);
    });
  };
  events.after(0, arrive);
  events.runUntil(end);
  const load = (servers: Iterable<Server>) => Math.max(0, ...[...servers].map(({ busy }) => busy / end));
  const databaseLoad = load(databases);
  const objectLoad = load(objects.values());
  events.runUntil(end + DRAIN);
  const counted = seconds * (1 - WARM_UP);
  waits.sort((a, b) => a - b);
  return {
    answered: waits.length / counted,
    refused: refused / counted,
    p50: waits[Math.floor(waits.length * 0.5)] ?? NaN,
    p99: waits[Math.floor(waits.length * 0.99)] ?? NaN,
    databaseLoad,
    objectLoad,
  };
}
