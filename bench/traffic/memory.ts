import type { Period } from "./traffic.ts";

/** How memory went: the second period's median, the last one's, and how it grows. */
export interface Memory {
  secondMiB: number;
  lastMiB: number;
  /** Least squares over the periods from the second one on, in MiB a minute. */
  slope: number;
  isFlat: boolean;
}

/** The last period may hold so much more than the second. */
const MOST_GROWTH = 1.1;
/** What a garbage collection more or less makes. */
const NOISE_MIB = 16;

/** The verdict on the memory of a run; undefined when it was too short for one. */
export function memoryOf(periods: readonly Period[], periodSeconds: number): Memory | undefined {
  const [, second, ...others] = periods;
  const last = others.at(-1);
  if (!second || !last) return undefined;
  const values = [second, ...others].map(({ rssMiB }) => rssMiB);
  return {
    secondMiB: second.rssMiB,
    lastMiB: last.rssMiB,
    slope: slopeOf(values) / (periodSeconds / 60),
    isFlat: last.rssMiB <= second.rssMiB * MOST_GROWTH + NOISE_MIB,
  };
}

/** By how much values grow from one to the next: least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rise = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  const run = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return rise / run;
}
