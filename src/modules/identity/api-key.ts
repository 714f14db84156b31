import { type Permission, type Role, ROLE_PERMISSIONS } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { randomToken, sha256Hex } from "../../platform/crypto.ts";
import type { Config } from "../../platform/env.ts";
import { newUuid } from "../../platform/ids.ts";
import type { NewApiKeyRow } from "./api-keys.table.ts";
import { mustEnrol } from "./standing.ts";

const KEY = /^ek_[A-Za-z0-9_-]{43}$/;

/** Whether a bearer credential has the shape of an API key. */
export function isApiKey(credential: string): boolean {
  return KEY.test(credential);
}

/** What is stored of a key. 256 random bits need no slow hash. */
export function hashApiKey(key: string): Promise<string> {
  return sha256Hex(key);
}

/** Makes a key of 256 random bits and the row that stores its hash. The key itself is shown once and never stored. */
export async function newApiKey(
  name: string,
  scopes: Permission[],
  now: Date,
): Promise<{ key: string; row: NewApiKeyRow }> {
  const key = `ek_${randomToken(32)}`;
  return {
    key,
    row: {
      id: newUuid(now),
      name,
      prefix: key.slice(0, 9),
      secretHash: await hashApiKey(key),
      scopes,
      createdAt: isoTime(now),
    },
  };
}

export const API_KEY_STATUSES = ["active", "expired", "revoked"] as const;

export type ApiKeyStatus = (typeof API_KEY_STATUSES)[number];

/** What has become of a key by now. */
export function apiKeyStatus(
  key: { revoked_at: string | null; expires_at: string | null },
  now: Date,
): ApiKeyStatus {
  if (key.revoked_at !== null) return "revoked";
  return key.expires_at !== null && key.expires_at <= isoTime(now) ? "expired" : "active";
}

/** Who stands behind a key, as far as it matters to the key; the role is null for keys made on the command line. */
export interface KeyOwner {
  owner_role: Role | null;
  owner_has_second_factor: 0 | 1;
}

/**
 * The scopes that a key can be used with: of those it was given, what its owner may now. That is what a customer may, as long as the
 * shop asks the owner for a second factor that is not set up.
 */
export function usableScopes(config: Config, key: KeyOwner & { scopes: string }): Permission[] {
  const scopes = JSON.parse(key.scopes) as Permission[];
  if (key.owner_role === null) return scopes;
  const enrols = mustEnrol(config, key.owner_role, key.owner_has_second_factor === 1);
  const permissions = ROLE_PERMISSIONS[enrols ? "customer" : key.owner_role];
  return scopes.filter((scope) => permissions.includes(scope));
}
