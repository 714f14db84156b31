import type { newApiKey } from "../../src/modules/identity/index.ts";
import { PERMISSIONS, type Permission } from "../../src/platform/auth.ts";
import { sqlText } from "./sql.ts";
import { Failure } from "./terminal.ts";

type Row = Awaited<ReturnType<typeof newApiKey>>["row"];

/** The statement that stores an API key. None of what is stored lets anybody find the key. */
export function insertApiKeySql(row: Row): string {
  const { id, name, prefix, secretHash, scopes, createdAt, expiresAt } = row;
  const values = [id, name, prefix, secretHash, JSON.stringify(scopes), createdAt].map(sqlText);
  return `INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at, expires_at)
    VALUES (${values.join(", ")}, ${expiresAt == null ? "NULL" : sqlText(expiresAt)})`;
}

/**
 * The permissions named in a comma-separated list; `all` for every one.
 * @throws Failure that lists the permissions there are
 */
export function readScopes(text: string): Permission[] {
  if (text === "all") return [...PERMISSIONS];
  const names = [...new Set(text.split(",").map((name) => name.trim()))].filter((name) => name !== "");
  const unknown = names.filter((name) => !PERMISSIONS.some((permission) => permission === name));
  if (unknown.length > 0 || names.length === 0) {
    const what = names.length === 0 ? "No scope is given" : `There is no scope ${unknown.join(", ")}`;
    throw new Failure(`${what}. The scopes are: all, or some of ${PERMISSIONS.join(", ")}.`);
  }
  return PERMISSIONS.filter((permission) => names.includes(permission));
}
