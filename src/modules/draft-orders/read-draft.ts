import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf, type Pagination } from "../../platform/pagination.ts";
import { type DraftFilter, type DraftRow, findDraft, findDrafts } from "./draft-orders.repo.ts";
import type { DraftOrder } from "./draft-orders.schema.ts";
import { draftView } from "./draft-orders.view.ts";
import { readDraftFacts } from "./read-draft-facts.ts";

const SORT = "-created_at";

/** A draft by its id. @throws resource.not_found */
export async function draftOrThrow(ctx: Ctx, id: string): Promise<DraftRow> {
  requirePermission(ctx, "order:manage");
  const row = await findDraft(ctx, id);
  if (!row) throw notFound("There is no such draft.");
  return row;
}

/** A draft as it is answered, at the prices of now. */
export async function showDraft(ctx: Ctx, row: DraftRow): Promise<DraftOrder> {
  const [facts] = await readDraftFacts(ctx, [row]);
  if (!facts) throw new Error("a draft was read without its facts");
  return draftView(facts);
}

/** One keyset page of drafts, newest first. */
export async function listDrafts(
  ctx: Ctx,
  input: DraftFilter & { limit: number; cursor?: string | undefined },
): Promise<{ data: DraftOrder[]; pagination: Pagination }> {
  requirePermission(ctx, "order:manage");
  const { limit, cursor, ...filter } = input;
  const found = await findDrafts(ctx, filter, decodeCursor(cursor, SORT), limit + 1);
  const { rows, pagination } = pageOf(found, limit, (row) => ({
    sort: SORT,
    value: row.created_at,
    id: row.id,
  }));
  return { data: (await readDraftFacts(ctx, rows)).map(draftView), pagination };
}
