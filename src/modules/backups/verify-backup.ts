import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type BackupRow, CannotGoOn, type Chunk, type Snapshot, type VerifyPosition } from "./backup.ts";
import { deleteChunksStmt, findChunks, moveStmt } from "./backups.repo.ts";
import type { Budget } from "./budget.ts";
import { sizeOf } from "./chunk-file.ts";
import type { Manifest } from "./manifest.ts";
import { keepManifest, readLines } from "./objects.ts";
import { overtaken } from "./overtaken.ts";
import { addRows, emptySum, sumText } from "./row-sum.ts";
import { readSchema, type Schema } from "./schema.repo.ts";

/**
 * Reads the dump back from where the last run stopped: every object has to have its checksum, every table as many rows as the database had.
 * Then writes the manifest, which makes it a dump.
 * @throws CannotGoOn when something is missing or damaged, or the schema was changed before the end
 */
export async function verifyOn(ctx: Ctx, backup: BackupRow, budget: Budget): Promise<void> {
  const snapshot = backup.snapshot;
  if (!snapshot) throw new CannotGoOn("the snapshot is missing");
  const schema = await readSchema(ctx);
  // The manifest tells the schema as it was: it has not changed since.
  if (schema.hash !== backup.schema_hash) throw new CannotGoOn("the schema was changed meanwhile");
  const position = JSON.parse(backup.position) as VerifyPosition;
  const all = await findChunks(ctx, backup.id);
  while (position.table < snapshot.tables.length && !budget.isSpent()) {
    await verifyTable(ctx, backup.id, all, snapshot, position, budget);
  }
  if (position.table < snapshot.tables.length) {
    const statements = [moveStmt(ctx, backup, { status: "verifying", position, snapshot })];
    await commit(ctx, { statements, constraints: overtaken });
    return;
  }
  const manifest = manifestOf(ctx, backup, snapshot, schema, all);
  await keepManifest(ctx, manifest);
  await commit(ctx, {
    statements: [
      moveStmt(ctx, backup, { status: "succeeded", snapshot, bytes: manifest.bytes }),
      deleteChunksStmt(backup.id),
    ],
    constraints: overtaken,
  });
}

/** Goes on with a table until it is through, or the budget is spent; notes in position and snapshot how far it is. */
async function verifyTable(
  ctx: Ctx,
  id: string,
  all: readonly Chunk[],
  snapshot: Snapshot,
  position: VerifyPosition,
  budget: Budget,
): Promise<void> {
  const table = snapshot.tables[position.table];
  if (!table) return;
  const chunks = all.filter(({ table_name }) => table_name === table.name);
  const changed = new Map<string, string | null>();
  for (const chunk of chunks.filter(({ round }) => round > 0)) {
    for (const { k, r } of await readBack(ctx, id, chunk)) changed.set(k, r);
  }
  const count = async (rows: string[]) => {
    await addRows(position.sum, rows);
    position.rows += rows.length;
  };
  const copied = chunks.filter(({ round }) => round === 0);
  for (; position.n < copied.length; position.n++) {
    if (budget.isSpent()) return;
    const lines = await readBack(ctx, id, copied[position.n] as Chunk);
    budget.spend(sizeOf(lines));
    await count(lines.flatMap(({ k, r }) => (changed.has(k) || r === null ? [] : [r])));
  }
  await count([...changed.values()].filter((r) => r !== null));
  if (position.rows !== table.rows) {
    throw new CannotGoOn(`${table.name} has ${position.rows} rows in the dump and had ${table.rows}`);
  }
  table.checksum = sumText(position.sum);
  Object.assign(position, { table: position.table + 1, n: 0, rows: 0, sum: emptySum() });
}

async function readBack(ctx: Ctx, id: string, chunk: Chunk) {
  try {
    return await readLines(ctx, id, chunk);
  } catch (error) {
    throw new CannotGoOn(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function manifestOf(
  ctx: Ctx,
  backup: BackupRow,
  snapshot: Snapshot,
  schema: Schema,
  chunks: readonly Chunk[],
): Manifest {
  const files = (table: string, isChange: boolean) =>
    chunks
      .filter(({ table_name, round }) => table_name === table && round > 0 === isChange)
      .map(({ object, rows, bytes, sha256 }) => ({ object, rows, bytes, sha256 }));
  const { bookmark, migrations, sequences } = snapshot;
  return {
    format: 1,
    id: backup.id,
    shop: ctx.config.SHOP_NAME,
    environment: ctx.config.ENVIRONMENT,
    created_at: backup.created_at,
    snapshot_at: backup.snapshot_at ?? backup.created_at,
    bookmark,
    migrations,
    schema: schema.objects,
    sequences,
    tables: schema.tables.map((table, at) => ({
      ...table,
      rows: snapshot.tables[at]?.rows ?? 0,
      checksum: snapshot.tables[at]?.checksum ?? "",
      chunks: files(table.name, false),
      changes: files(table.name, true),
    })),
    rows: backup.rows,
    bytes: chunks.reduce((sum, chunk) => sum + chunk.bytes, 0),
  };
}
