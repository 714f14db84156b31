import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { findDocumentsStmt } from "./search.repo.ts";

/**
 * The public documents, as JSON texts by product id, of those of these products that are on sale in the currency. From the nearest replica
 * of the read model.
 */
export async function readDocuments(
  ctx: Ctx,
  currency: string,
  productIds: readonly string[],
): Promise<Map<string, string>> {
  const replica = ctx.env.SEARCH_DB.withSession("first-unconstrained");
  const { results } = await prepareStatement(replica, findDocumentsStmt(currency, productIds)).all<{
    product_id: string;
    document: string;
  }>();
  return new Map(results.map((row) => [row.product_id, row.document]));
}
