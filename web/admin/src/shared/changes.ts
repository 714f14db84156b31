/** A record, or what is sent to change one, by field. */
export type Fields = Record<string, unknown>;

/** What every change changes, and what follows from it: nobody's intention. */
const CONSEQUENCES = new Set(["id", "version", "created_at", "updated_at", "allowed_transitions"]);

/** The fields of `to` that are not as in `from`. */
export function changedFields(from: Fields, to: Fields): Fields {
  return Object.fromEntries(Object.entries(to).filter(([name, value]) => !isSame(from[name], value)));
}

/** A field in which two people's versions of a record are not as the one that both began with. */
export interface Difference {
  name: string;
  before: unknown;
  theirs: unknown;
  mine: unknown;
  /** Both changed it, and not to the same. */
  isContested: boolean;
}

/** What somebody else changed since `base`, and what I want to change: fields that both changed come first. */
export function differences(base: Fields, theirs: Fields, mine: Fields): Difference[] {
  const names = new Set(
    [...Object.keys(mine), ...Object.keys(theirs)].filter((name) => !CONSEQUENCES.has(name)),
  );
  return [...names]
    .map((name) => {
      const before = base[name];
      const [their, my] = [theirs[name], name in mine ? mine[name] : before];
      const isTheirs = !isSame(before, their);
      const isMine = !isSame(before, my);
      const isContested = isTheirs && isMine && !isSame(their, my);
      return { name, before, theirs: their, mine: my, isContested, isChanged: isTheirs || isMine };
    })
    .filter(({ isChanged }) => isChanged)
    .map(({ isChanged: _, ...difference }) => difference)
    .toSorted((a, b) => Number(b.isContested) - Number(a.isContested));
}

/** Deeply the same. What is empty is the same as nothing: forms make one of the other. */
export function isSame(a: unknown, b: unknown): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Fields, b as Fields];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => isSame(left[name], right[name]));
}

function isEmpty(value: unknown): value is undefined | null | "" {
  return value === undefined || value === null || value === "";
}
