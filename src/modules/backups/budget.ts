const CHARACTERS = 100_000_000;
const MILLISECONDS = 20_000;

/** How much one run may do: the Worker's CPU time is bounded (about 3 s of it are spent), and the other jobs wait. */
export interface Budget {
  spend(characters: number): void;
  isSpent(): boolean;
}

/** @param characters of rows, uncompressed, that may be read or read back */
export function newBudget(characters = CHARACTERS): Budget {
  const until = Date.now() + MILLISECONDS;
  let left = characters;
  return {
    spend: (spent) => (left -= spent),
    isSpent: () => left <= 0 || Date.now() >= until,
  };
}
