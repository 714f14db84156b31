import {
  type AuditKeys,
  contentDigest,
  erasureMarkOf,
  keyIdOf,
  rowHashOf,
} from "../../platform/audit-signature.ts";
import type { AuditRow } from "./audit.repo.ts";
import { KEPT_ACTIONS } from "./erasable.ts";

export const BREACH_KINDS = [
  "altered",
  "unsigned",
  "unknown_key",
  "removed",
  "truncated",
  "chain",
  "rolled_back",
  "head_missing",
] as const;

export type BreachKind = (typeof BREACH_KINDS)[number];

/** What is wrong, and from which number to which. */
export interface Breach {
  seq: number;
  to_seq: number;
  id: string | null;
  kind: BreachKind;
  detail: string;
}

export type Finding = Pick<Breach, "kind" | "detail">;

const altered = (detail: string): Finding => ({ kind: "altered", detail });

/** What is wrong with a row by itself, whatever stands around it; undefined when nothing is. */
export async function examineRow(keys: AuditKeys, row: AuditRow): Promise<Finding | undefined> {
  if (typeof row.row_hash !== "string")
    return { kind: "unsigned", detail: "The row has no signature: it was not written by this service." };
  const expected = await rowHashOf(keys, row, keyIdOf(row.row_hash));
  if (expected === undefined)
    return {
      kind: "unknown_key",
      detail: "The row is signed with a secret that is not configured (any more).",
    };
  if (expected !== row.row_hash) return altered("The row's facts do not fit its signature.");
  return examineContent(keys, row);
}

async function examineContent(keys: AuditKeys, row: AuditRow): Promise<Finding | undefined> {
  if (row.erased_at !== null || row.erasure_mark !== null) return examineErasure(keys, row);
  const { salt } = row;
  for (const part of ["before", "after"] as const) {
    const json = row[part];
    const digest = row[`${part}_digest`];
    if (json === null && digest === null) continue;
    if (json === null) return altered(`"${part}" was emptied without being erased by this service.`);
    const isText = typeof json === "string" && typeof salt === "string";
    if (!isText || (await contentDigest(salt, json)) !== digest)
      return altered(`"${part}" or its salt does not fit its digest.`);
  }
  const isBare = row.before_digest === null && row.after_digest === null;
  return isBare && salt !== null ? altered("There is a salt, but no content.") : undefined;
}

async function examineErasure(keys: AuditKeys, row: AuditRow): Promise<Finding | undefined> {
  const { id, erased_at, erasure_mark, before, after, salt } = row;
  if (typeof erased_at !== "string" || typeof erasure_mark !== "string")
    return altered("The erasure is not one of this service.");
  if (before !== null || after !== null || salt !== null)
    return altered("There is content, though it was erased.");
  const genuine = await erasureMarkOf(keys, id, erased_at, keyIdOf(erasure_mark));
  if (genuine === undefined)
    return {
      kind: "unknown_key",
      detail: "The erasure is signed with a secret that is not configured (any more).",
    };
  const isOurs = genuine === erasure_mark && !KEPT_ACTIONS.includes(row.action);
  return isOurs ? undefined : altered("The erasure is not one of this service.");
}
