import { quantile } from "../load.ts";

/** How long something took, in milliseconds. */
export interface Spread {
  count: number;
  p50: number;
  p99: number;
  most: number;
}

/** Counts what happened and how long it took, by kind and by period. */
export class Tally {
  readonly failures = new Map<string, number>();
  readonly #periodMs: number;
  readonly #began = performance.now();
  readonly #taken = new Map<string, number[][]>();

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  record(kind: string, milliseconds: number): void {
    const periods = this.#taken.get(kind) ?? [];
    this.#taken.set(kind, periods);
    (periods[this.period()] ??= []).push(milliseconds);
  }

  fail(what: string): void {
    this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
  }

  /** Which period it is now, from 0. */
  period(): number {
    return Math.floor((performance.now() - this.#began) / this.#periodMs);
  }

  /** By kind, over all periods or in one of them. */
  spreads(period?: number): Record<string, Spread> {
    const found: Record<string, Spread> = {};
    for (const [kind, periods] of this.#taken) {
      const taken = period === undefined ? Object.values(periods).flat() : periods[period];
      if (taken) found[kind] = spreadOf(taken);
    }
    return found;
  }
}

/** Count, median, 99th percentile and the longest. */
export function spreadOf(milliseconds: readonly number[]): Spread {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return {
    count: sorted.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    most: sorted.at(-1) ?? NaN,
  };
}
