import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import type { ApiKeyStatus } from "./api-key.ts";
import { type ApiKeyRow, findApiKey, findApiKeys } from "./api-keys.repo.ts";

export interface ListApiKeys {
  limit: number;
  cursor?: string | undefined;
  status?: ApiKeyStatus | undefined;
}

const SORT = "-created_at";

/** One keyset page of all keys, newest first. */
export async function listApiKeys(ctx: Ctx, input: ListApiKeys) {
  requirePermission(ctx, "apikey:manage");
  const { limit, cursor, status } = input;
  const rows = await findApiKeys(ctx, { status }, { after: decodeCursor(cursor, SORT), limit: limit + 1 });
  return pageOf(rows, limit, (row) => ({ sort: SORT, value: row.created_at, id: row.id }));
}

/** @throws resource.not_found */
export async function apiKeyOrThrow(ctx: Ctx, id: string): Promise<ApiKeyRow> {
  requirePermission(ctx, "apikey:manage");
  const row = await findApiKey(ctx, id);
  if (!row) throw notFound("There is no such API key.");
  return row;
}
