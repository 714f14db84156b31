import { eq } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { apiKeys } from "./identity.table.ts";

/** The API key with this hash, valid or not. */
export function findApiKeyByHash(ctx: Ctx, hash: string) {
  return ctx.db.select().from(apiKeys).where(eq(apiKeys.secretHash, hash)).get();
}
