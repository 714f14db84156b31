import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf, type Pagination } from "../../platform/pagination.ts";
import type { ProductRecord } from "./product-state.ts";
import { readRecords } from "./product-state.repo.ts";
import { findProductPage, type ProductFilter } from "./products.repo.ts";

export const ADMIN_SORTS = [
  "-created_at",
  "created_at",
  "-updated_at",
  "updated_at",
  "name",
  "-name",
] as const;

interface ListAdminProducts extends ProductFilter {
  sort: (typeof ADMIN_SORTS)[number];
  limit: number;
  cursor?: string | undefined;
}

/** A page of all products, drafts and archived ones included, from the system of record. */
export async function listAdminProducts(
  ctx: Ctx,
  input: ListAdminProducts,
): Promise<{ records: ProductRecord[]; pagination: Pagination }> {
  requirePermission(ctx, "product:manage");
  const by = input.sort.replace("-", "") as "created_at" | "updated_at" | "name";
  const found = await findProductPage(
    ctx,
    input,
    { by, descending: input.sort.startsWith("-") },
    decodeCursor(input.cursor, input.sort),
    input.limit,
  );
  const page = pageOf(found, input.limit, (row) => ({ sort: input.sort, value: row.sort_value, id: row.id }));
  const records = await readRecords(
    ctx,
    page.rows.map((row) => row.id),
  );
  return { records, pagination: page.pagination };
}
