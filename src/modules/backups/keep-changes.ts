import type { Ctx } from "../../platform/ctx.ts";
import type { Chunk } from "./backup.ts";
import type { TableLines } from "./capture.repo.ts";
import { keepLines } from "./objects.ts";

/** Keeps what changed, an object for each table that it changed in. */
export async function keepChanges(
  ctx: Ctx,
  id: string,
  round: number,
  changes: readonly TableLines[],
): Promise<Chunk[]> {
  const changed = changes.filter(({ lines }) => lines.length > 0);
  return Promise.all(
    changed.map(({ table, lines }) => keepLines(ctx, id, { table_name: table, round, n: 0 }, lines)),
  );
}
