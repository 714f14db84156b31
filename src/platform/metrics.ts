/** How long an isolate counts in memory before it tells the Durable Object METRICS. */
const FLUSH_MS = 10_000;
/** A guard against a label that should not have become one: more series than these are not counted. */
const MAX_SERIES = 5_000;

/** Upper bounds in seconds. Who changes them gives the family another id: sums over other bounds cannot be added. */
export const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Family {
  readonly name: string;
  readonly type: "counter" | "histogram";
  readonly labels: readonly string[];
  readonly help: string;
}

/** What isolates count. Labels take values that the code knows beforehand (templates, classes), never what a client sends. */
export const FAMILIES = {
  requests: {
    name: "edge_http_requests_total",
    type: "counter",
    labels: ["method", "route", "status"],
    help: "Requests that were routed, by the route's template.",
  },
  duration: {
    name: "edge_http_request_duration_seconds",
    type: "histogram",
    labels: ["method", "route", "status"],
    help: "Time to the answer, by the class of its status.",
  },
  remembered: {
    name: "edge_http_memory_answers_total",
    type: "counter",
    labels: ["route"],
    help: "Requests answered from an isolate's memory, before routing.",
  },
  io: {
    name: "edge_io_duration_seconds",
    type: "histogram",
    labels: ["binding", "operation"],
    help: "Calls of bindings and of Stripe.",
  },
  ioErrors: {
    name: "edge_io_errors_total",
    type: "counter",
    labels: ["binding", "operation"],
    help: "Calls of bindings and of Stripe that failed.",
  },
  payments: {
    name: "edge_payment_attempts_total",
    type: "counter",
    labels: ["outcome"],
    help: "Attempts to pay through the API: succeeded, action_required, declined (by the bank), refused (a wrong request), failed (no answer).",
  },
  carts: {
    name: "edge_carts_started_total",
    type: "counter",
    labels: [],
    help: "Carts that something was put into for the first time.",
  },
  problems: {
    name: "edge_http_problems_total",
    type: "counter",
    labels: ["code"],
    help: "Problems answered with a status of 429 or from 500 on, by their code.",
  },
} as const satisfies Record<string, Family>;

export type FamilyId = keyof typeof FAMILIES;

/**
 * What was counted of one series: its key (`seriesKey`), and the number; of a histogram the sum of seconds, and how many fell into each
 * bucket, the last one being without bound.
 */
export type Delta = [key: string, values: number[]];

/** The methods of METRICS (workers/metrics-object.ts). */
export interface MetricsRpc {
  add(deltas: Delta[]): Promise<void>;
  read(): Promise<Delta[]>;
  ping(): Promise<void>;
}

/** METRICS of all isolates: there is one. */
export function metricsObject(env: Env): MetricsRpc {
  // The generated type wraps every result of a call in RPC types; these methods pass plain data only.
  return env.METRICS.getByName("metrics") as unknown as MetricsRpc;
}

/** A family and its labels' values in the order of FAMILIES, as one text. */
export function seriesKey(family: FamilyId, labels: readonly (string | number)[]): string {
  return `${family}\t${labels.join("\t")}`;
}

/** Adds what was counted to what is known; undefined when they are not of the same kind. */
export function sumOf(known: readonly number[] | undefined, more: readonly number[]): number[] | undefined {
  if (!known) return [...more];
  if (known.length !== more.length) return undefined;
  return known.map((value, at) => value + (more[at] ?? 0));
}

/** What one isolate counts until the Durable Object has taken it over. */
export class Metrics {
  #series = new Map<string, number[]>();
  #flushAt = 0;

  count(family: FamilyId, labels: readonly (string | number)[], more = 1): void {
    const values = this.#valuesOf(seriesKey(family, labels), 1);
    if (values) values[0] = (values[0] ?? 0) + more;
  }

  observe(family: FamilyId, labels: readonly (string | number)[], milliseconds: number): void {
    const values = this.#valuesOf(seriesKey(family, labels), BUCKETS.length + 2);
    if (!values) return;
    const seconds = milliseconds / 1_000;
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > (BUCKETS[bucket] ?? 0)) bucket += 1;
    values[0] = (values[0] ?? 0) + seconds;
    values[bucket + 1] = (values[bucket + 1] ?? 0) + 1;
  }

  /** Takes what was counted since the last time, if that is long enough ago; undefined when there is nothing to tell yet. */
  take(now = Date.now()): Delta[] | undefined {
    if (now < this.#flushAt || this.#series.size === 0) return undefined;
    this.#flushAt = now + FLUSH_MS;
    const taken = [...this.#series];
    this.#series = new Map();
    return taken;
  }

  /** Counts again what could not be told. */
  putBack(deltas: readonly Delta[]): void {
    for (const [key, values] of deltas) {
      const sum = sumOf(this.#series.get(key), values);
      if (sum && (this.#series.has(key) || this.#series.size < MAX_SERIES)) this.#series.set(key, sum);
    }
  }

  /**
   * Tells METRICS what was counted, at most once in ten seconds; undefined when it is not time. What it does not take is told with the
   * next; what an isolate has not told when it ends is lost.
   */
  flush(env: Env): Promise<void> | undefined {
    const deltas = this.take();
    if (!deltas) return undefined;
    return tell(env, deltas).catch(() => this.putBack(deltas));
  }

  #valuesOf(key: string, length: number): number[] | undefined {
    let values = this.#series.get(key);
    if (!values && this.#series.size < MAX_SERIES) {
      values = Array<number>(length).fill(0);
      this.#series.set(key, values);
    }
    return values;
  }
}

async function tell(env: Env, deltas: Delta[]): Promise<void> {
  await metricsObject(env).add(deltas);
}

/** The counts of this isolate. */
export const metrics = new Metrics();
