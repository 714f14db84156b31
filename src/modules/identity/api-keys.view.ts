import type { Permission } from "../../platform/auth.ts";
import { apiKeyStatus } from "./api-key.ts";
import type { ApiKeyRow } from "./api-keys.repo.ts";
import type { ApiKey, IssuedApiKey } from "./api-keys.schema.ts";
import type { NewApiKeyRow } from "./api-keys.table.ts";

/** A key as it is answered: all about it but the key. */
export function apiKeyView(row: ApiKeyRow, now: Date): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes) as Permission[],
    status: apiKeyStatus(row, now),
    ...(row.owner_id === null ? {} : { owner_id: row.owner_id }),
    ...(row.issued_by === null ? {} : { issued_by: row.issued_by }),
    created_at: row.created_at,
    ...(row.expires_at === null ? {} : { expires_at: row.expires_at }),
    ...(row.last_used_at === null ? {} : { last_used_at: row.last_used_at }),
    ...(row.revoked_at === null ? {} : { revoked_at: row.revoked_at }),
    ...(row.replaced_by === null ? {} : { replaced_by: row.replaced_by }),
  };
}

/** A key that was just made, with the key itself. */
export function issuedApiKeyView(issued: { key: string; row: NewApiKeyRow }): IssuedApiKey {
  const { id, name, prefix, scopes, ownerId, issuedBy, createdAt, expiresAt } = issued.row;
  return {
    id,
    name,
    prefix,
    scopes,
    status: "active",
    ...(ownerId ? { owner_id: ownerId } : {}),
    ...(issuedBy ? { issued_by: issuedBy } : {}),
    created_at: createdAt,
    ...(expiresAt ? { expires_at: expiresAt } : {}),
    key: issued.key,
  };
}
