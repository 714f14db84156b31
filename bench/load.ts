import autocannon, { type Request, type Result } from "autocannon";

export interface Load {
  url: string;
  connections: number;
  /** What each connection sends, one after another, again and again: mostly a single request. */
  steps: Request[];
  /** Headers of its own for each connection. */
  headersOf?: (connection: number) => Record<string, string>;
  /** Requests of its own for each connection, as many as `steps`. */
  stepsOf?: (connection: number) => Request[];
}

export interface Sample {
  /** Operations: requests, or rounds through all steps. */
  operations: number;
  seconds: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** Sends `operations` operations over keep-alive connections. @throws Error unless each answer is 2xx */
export async function run(load: Load, operations: number): Promise<Sample> {
  const steps = load.steps.length;
  const latencies: number[] = [];
  const refused = new Map<string, number>();
  const refuse = (what: string) => refused.set(what, (refused.get(what) ?? 0) + 1);
  const { headersOf, stepsOf } = load;
  let connection = 0;
  let first = 0;
  let last = 0;
  const result = await new Promise<Result>((resolve, reject) => {
    first = performance.now();
    const instance = autocannon(
      {
        url: load.url,
        connections: load.connections,
        amount: operations * steps,
        timeout: 60,
        sampleInt: 100,
        requests: load.steps,
        setupClient(client) {
          const own = connection++;
          if (headersOf) client.setHeaders(headersOf(own));
          if (stepsOf) client.setRequests(stepsOf(own));
        },
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    );
    const open = new Map<unknown, number[]>();
    instance.on("response", (client, status, _bytes, milliseconds) => {
      last = performance.now();
      if (status < 200 || status > 299) refuse(`status ${status}`);
      const taken = [...(open.get(client) ?? []), milliseconds];
      if (taken.length === steps) latencies.push(taken.reduce((sum, value) => sum + value, 0));
      open.set(client, taken.length === steps ? [] : taken);
    });
    instance.on("reqError", (error) => refuse(error.message));
  });
  if (result.errors > 0 || result.timeouts > 0)
    refuse(`${result.errors} errors, ${result.timeouts} timeouts`);
  if (latencies.length !== operations) refuse(`${latencies.length} of ${operations} were answered`);
  if (refused.size > 0) {
    throw new Error(
      `${load.steps.map(({ path }) => path).join(", ")}: ${[...refused].map(([what, n]) => `${n}x ${what}`).join(", ")}`,
    );
  }
  const seconds = (last - first) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    operations,
    seconds,
    perSecond: operations / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** The nearest-rank quantile of sorted numbers. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
