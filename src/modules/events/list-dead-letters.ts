import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import {
  type DeadLetterFilter,
  type DeadLetterRow,
  findDeadLetter,
  findDeadLetters,
} from "./dead-letters.repo.ts";

interface ListDeadLetters extends Pick<DeadLetterFilter, "type" | "subscriber"> {
  status: DeadLetterRow["status"];
  limit: number;
  cursor?: string | undefined;
}

/** One keyset page of what could not be delivered, the latest failure first. */
export async function listDeadLetters(
  ctx: Ctx,
  { status, limit, cursor, type, subscriber }: ListDeadLetters,
) {
  requirePermission(ctx, "system:admin");
  const page = { after: decodeCursor(cursor, status), limit: limit + 1 };
  const rows = await findDeadLetters(ctx, status, { type, subscriber }, page);
  return pageOf(rows, limit, (row) => ({ sort: status, value: row.last_failed_at, id: row.id }));
}

/** @throws resource.not_found */
export async function deadLetterOrThrow(ctx: Ctx, id: string): Promise<DeadLetterRow> {
  requirePermission(ctx, "system:admin");
  const row = await findDeadLetter(ctx, id);
  if (!row) throw notFound("There is no such dead letter.");
  return row;
}
