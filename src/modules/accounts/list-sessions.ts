import { requireUser } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findSessions } from "../identity/index.ts";

const SORT = "-created_at";

/** One page of the acting user's running sessions, newest first. */
export async function listSessions(ctx: Ctx, input: { limit: number; cursor?: string | undefined }) {
  const actor = requireUser(ctx);
  const found = await findSessions(ctx, actor.id, {
    after: decodeCursor(input.cursor, SORT),
    limit: input.limit + 1,
  });
  const { rows, pagination } = pageOf(found, input.limit, (row) => ({
    sort: SORT,
    value: row.created_at,
    id: row.id,
  }));
  const data = rows.map(({ country, ...row }) => ({
    ...row,
    ...(country === null ? {} : { country }),
    is_current: row.id === actor.sessionId,
  }));
  return { data, pagination };
}
