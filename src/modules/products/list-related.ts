import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { readDocuments } from "../search/index.ts";
import { findRelatedIds } from "./products.repo.ts";

/**
 * The documents (JSON texts) of the products on sale that go with a product on sale, in the order that staff gave them. Both are read from
 * the nearest replica; the documents are as old as those of lists may be.
 * @throws resource.not_found
 */
export async function listRelated(ctx: Ctx, id: string, currency: string): Promise<string[]> {
  const ids = await findRelatedIds(ctx.env.DB.withSession("first-unconstrained"), id);
  const documents = await readDocuments(ctx, currency, [id, ...ids]);
  if (!documents.has(id)) throw notFound("There is no such product.");
  return ids.flatMap((related) => documents.get(related) ?? []);
}
