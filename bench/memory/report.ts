/** What the workerd process holds. */
export interface Usage {
  rssMiB: number;
  /** Open files: every object that is in memory has its database open. */
  files: number;
}

export interface MemoryFigures {
  /** New ones in each round. */
  carts: number;
  orders: number;
  restSeconds: number;
  /** Right after the last answer, and after the rest. */
  rounds: { busy: Usage; rested: Usage }[];
}

/** The first round fills caches and what the allocator keeps; later ones may add so much to what the second left. */
const MOST_GROWTH = 1.1;
/** Connections come and go. */
const SPARE_FILES = 16;

/** Round by round. */
export function memoryRows({ rounds }: MemoryFigures): string[][] {
  return [
    ["round", "MiB after it", "open files", "MiB rested", "open files rested"],
    ...rounds.map(({ busy, rested }, index) => [
      String(index + 1),
      busy.rssMiB.toFixed(0),
      String(busy.files),
      rested.rssMiB.toFixed(0),
      String(rested.files),
    ]),
  ];
}

/** What a shop did not let go of, in words. */
export function leaks({ rounds }: MemoryFigures): string[] {
  const [first, second, ...later] = rounds.map(({ rested }) => rested);
  const last = later.at(-1);
  if (!first || !second || !last) return [];
  return [
    ...(last.rssMiB > second.rssMiB * MOST_GROWTH
      ? [`memory at rest grew from ${second.rssMiB.toFixed(0)} to ${last.rssMiB.toFixed(0)} MiB`]
      : []),
    ...(last.files > first.files + SPARE_FILES
      ? [`${last.files} files stay open, ${first.files} after the first round`]
      : []),
  ];
}
