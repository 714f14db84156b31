/** Numbers in [0, 1) that a seed repeats: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A time with this mean, as those between arrivals that know nothing of each other (exponential). */
export function exponential(random: () => number, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** Draws from 0 … count-1 by Zipf's law: the k-th is 1/k^exponent as likely as the first. */
export function zipf(count: number, exponent: number): (random: () => number) => number {
  const sums = new Float64Array(count);
  let total = 0;
  for (let rank = 0; rank < count; rank += 1) sums[rank] = total += (rank + 1) ** -exponent;
  return (random) => {
    const wanted = random() * total;
    let low = 0;
    for (let high = count - 1; low < high;) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
