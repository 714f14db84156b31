import { type Document, resolved, type Schema } from "./document.ts";
import { narrowedLimits } from "./limits.ts";

/** Which way a value goes: a request must still be taken, an answer must still be understood. */
export type Direction = "request" | "answer";

export interface Change {
  breaking: boolean;
  text: string;
}

/** Two documents, the way of the value, and the pairs of schemas that are being compared already: they may be recursive. */
export interface Comparison {
  before: Document;
  after: Document;
  direction: Direction;
  open?: ReadonlySet<string>;
}

const breaking = (text: string): Change => ({ breaking: true, text });

/** What changed between two schemas of one value, each with where. */
export function schemaChanges(comparison: Comparison, before: Schema, after: Schema, at: string): Change[] {
  const pair = `${before.$ref} ${after.$ref}`;
  const isNamed = before.$ref !== undefined && after.$ref !== undefined;
  if (isNamed && comparison.open?.has(pair)) return [];
  const within = isNamed ? { ...comparison, open: new Set([...(comparison.open ?? []), pair]) } : comparison;
  const old = resolved(comparison.before, before);
  const now = resolved(comparison.after, after);
  return [
    ...typeChanges(within.direction, old, now, at),
    ...enumChanges(within.direction, old, now, at),
    ...(within.direction === "request" ? narrowedLimits(old, now, at).map(breaking) : []),
    ...fieldChanges(within, old, now, at),
    ...nestedChanges(within, old, now, at),
    ...alternativeChanges(within, old, now, at),
  ];
}

function typesOf({ type }: Schema): string[] {
  return type === undefined ? [] : [type].flat();
}

/** Whether what is of one of the types is of one of the others, too; without types all values are meant. */
function fits(types: string[], others: string[]): boolean {
  if (others.length === 0) return true;
  if (types.length === 0) return false;
  return types.every((type) => others.includes(type) || (type === "integer" && others.includes("number")));
}

function typeChanges(direction: Direction, old: Schema, now: Schema, at: string): Change[] {
  const [given, taken] = direction === "request" ? [old, now] : [now, old];
  const changes: Change[] = [];
  if (!fits(typesOf(given), typesOf(taken)))
    changes.push(
      breaking(`${at}: ${typesOf(old).join("|") || "any"} became ${typesOf(now).join("|") || "any"}`),
    );
  if (taken.format !== undefined && taken.format !== given.format)
    changes.push(breaking(`${at}: the format was ${old.format ?? "any"} and is ${now.format ?? "any"}`));
  return changes;
}

function enumChanges(direction: Direction, old: Schema, now: Schema, at: string): Change[] {
  const [given, taken] = direction === "request" ? [old, now] : [now, old];
  if (!taken.enum) return [];
  if (!given.enum)
    return [
      breaking(`${at}: the values ${direction === "request" ? "became" : "are no longer"} an enumeration`),
    ];
  const others = given.enum.filter((value) => !taken.enum?.includes(value));
  return others.map((value) =>
    direction === "request"
      ? breaking(`${at}: the value ${JSON.stringify(value)} is no longer taken`)
      : {
          breaking: false,
          text: `${at}: a new value ${JSON.stringify(value)}: clients must take values that they do not know`,
        },
  );
}

function fieldChanges(comparison: Comparison, old: Schema, now: Schema, at: string): Change[] {
  const { direction } = comparison;
  const isRequired = (schema: Schema, name: string) => schema.required?.includes(name) ?? false;
  const kept = Object.entries(old.properties ?? {}).flatMap(([name, schema]) => {
    const successor = now.properties?.[name];
    if (successor) return schemaChanges(comparison, schema, successor, `${at}.${name}`);
    const isTaken = direction === "request" && now.additionalProperties !== false;
    return isTaken ? [] : [breaking(`${at}.${name}: the field was removed`)];
  });
  const demands = Object.keys(now.properties ?? {})
    .filter((name) => direction === "request" && isRequired(now, name) && !isRequired(old, name))
    .map((name) => breaking(`${at}.${name}: the field became required`));
  const gaps = Object.keys(old.properties ?? {})
    .filter((name) => direction === "answer" && name in (now.properties ?? {}))
    .filter((name) => isRequired(old, name) && !isRequired(now, name))
    .map((name) => breaking(`${at}.${name}: the field may be missing now`));
  return [...kept, ...demands, ...gaps];
}

function nestedChanges(comparison: Comparison, old: Schema, now: Schema, at: string): Change[] {
  const { additionalProperties: others } = old;
  const { additionalProperties: successors } = now;
  return [
    ...(old.items && now.items ? schemaChanges(comparison, old.items, now.items, `${at}[]`) : []),
    ...(typeof others === "object" && typeof successors === "object"
      ? schemaChanges(comparison, others, successors, `${at}.*`)
      : []),
    ...(comparison.direction === "request" && others !== false && successors === false
      ? [breaking(`${at}: fields that are not described are refused now`)]
      : []),
  ];
}

/** Each alternative that somebody may send must be one that the other side takes. */
function alternativeChanges(comparison: Comparison, old: Schema, now: Schema, at: string): Change[] {
  const [before, after] = [alternativesOf(old), alternativesOf(now)];
  if (before.length === 0 && after.length === 0) return [];
  const isSame = (left: Schema, right: Schema) =>
    schemaChanges(comparison, left, right, at).every((change) => !change.breaking);
  const lost =
    comparison.direction === "request"
      ? (before.length > 0 ? before : [old]).filter(
          (one) => after.length > 0 && !after.some((other) => isSame(one, other)),
        )
      : (after.length > 0 ? after : [now]).filter(
          (one) => before.length > 0 && !before.some((other) => isSame(other, one)),
        );
  return lost.map(() => breaking(`${at}: its alternatives changed`));
}

function alternativesOf({ anyOf, oneOf }: Schema): Schema[] {
  return [...(anyOf ?? []), ...(oneOf ?? [])];
}
