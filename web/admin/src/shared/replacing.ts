import type { Fields } from "./changes.ts";
import type { Attempt } from "./use-conflict.tsx";

interface Versions<Item, Input> {
  /** What a PUT takes, of what a GET answers. */
  toInput: (item: Item) => Input;
  read: () => Promise<Item>;
  put: (input: Input, seen: { version: number }) => Promise<unknown>;
}

/** What useConflict has to know when something is replaced as a whole: `item` was on the screen, `input` is wanted. */
export function replacing<Item extends { version: number }, Input extends object>(
  item: Item,
  input: Input,
  { toInput, read, put }: Versions<Item, Input>,
): Omit<Attempt, "take"> {
  return {
    base: toInput(item) as Fields,
    mine: input as Fields,
    async read() {
      const newest = await read();
      return { ...toInput(newest), version: newest.version };
    },
    async save(changes, { version, ...theirs }) {
      await put({ ...theirs, ...changes } as Input, { version: Number(version) });
    },
  };
}
