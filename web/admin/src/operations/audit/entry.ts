import type { Schema } from "../../../../../client/index.ts";

export type AuditEntry = Schema<"AuditEntry">;

export interface Change {
  /** The field, with those it is in: `address.city`. */
  path: string;
  before: unknown;
  after: unknown;
  isChanged: boolean;
}

/** What was before and after, field by field, those that changed first. */
export function changesOf({ before, after }: Pick<AuditEntry, "before" | "after">): Change[] {
  const was = flat(before);
  const is = flat(after);
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => {
      const change = { path, before: was.get(path), after: is.get(path) };
      return { ...change, isChanged: JSON.stringify(change.before) !== JSON.stringify(change.after) };
    })
    .toSorted((a, b) => Number(b.isChanged) - Number(a.isChanged));
}

function flat(value: unknown, path = "", into = new Map<string, unknown>()): Map<string, unknown> {
  if (value === undefined || value === null) return into;
  if (typeof value !== "object" || Array.isArray(value)) return into.set(path || "value", value);
  for (const [name, inner] of Object.entries(value)) {
    const below = path ? `${path}.${name}` : name;
    if (inner === null) into.set(below, null);
    else flat(inner, below, into);
  }
  return into;
}
