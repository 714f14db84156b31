import type { newApiKey } from "../../src/modules/identity/index.ts";
import { PERMISSIONS, type Permission } from "../../src/platform/auth.ts";
import { Failure } from "./terminal.ts";

type Row = Awaited<ReturnType<typeof newApiKey>>["row"];

/** Stores an API key's row; `apiKeyValues` gives the parameters in their order. */
export const INSERT_API_KEY =
  "INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULLIF(?7, ''))";

/** What is stored of a key. None of it lets anybody find the key. */
export function apiKeyValues(row: Row): string[] {
  const { id, name, prefix, secretHash, scopes, createdAt, expiresAt } = row;
  return [id, name, prefix, secretHash, JSON.stringify(scopes), createdAt, expiresAt ?? ""];
}

/** The same statement with its values written in, for tools that take SQL text only. */
export function insertApiKeySql(row: Row): string {
  const literals = apiKeyValues(row).map((value) => `'${value.replaceAll("'", "''")}'`);
  return INSERT_API_KEY.replaceAll(
    /\?(\d)/g,
    (_, position: string) => literals[Number(position) - 1] ?? "NULL",
  );
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
