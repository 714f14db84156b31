import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type BackupRow, CannotGoOn, type Chunk, type CopyPosition } from "./backup.ts";
import { insertChunksStmt, moveStmt } from "./backups.repo.ts";
import type { Budget } from "./budget.ts";
import {
  captureStmts,
  type Counted,
  countTables,
  lastChange,
  readChanges,
  TRIGGERS_A_TABLE,
} from "./capture.repo.ts";
import { type Line, sizeOf } from "./chunk-file.ts";
import { closeBackup } from "./close-backup.ts";
import { keepChanges } from "./keep-changes.ts";
import { keepLines } from "./objects.ts";
import { overtaken } from "./overtaken.ts";
import { readRows } from "./read-rows.repo.ts";
import { readSchema, type Schema } from "./schema.repo.ts";
import { type DumpTable, nextRowsSql } from "./table-rows.repo.ts";

/** What one query reads: writers wait as long as it takes, some 3 ms. The database writes out all rows before it counts their characters. */
const READ = { rows: 500, characters: 500_000 };
/** Nobody knows how long the rows of a table are before some are read. */
const FIRST_ROWS = 20;
/** So much is an object, and what a Worker holds. */
const CHUNK_CHARACTERS = 2_000_000;
/** So many changes are read while nobody can write; more are copied before, a round at a time. */
const LAST_CHANGES = 500;
const CHANGES_A_ROUND = 2_000;
/** Who writes faster than this is copied wins. */
const MOST_ROUNDS = 500;

/** Begins to note what changes from now on. */
export async function beginCopy(ctx: Ctx, backup: BackupRow): Promise<void> {
  const schema = await readSchema(ctx);
  const position: CopyPosition = { table: 0, after: null, n: 0, round: 0, seq: 0 };
  await commit(ctx, {
    statements: [
      moveStmt(ctx, backup, { status: "copying", position, schemaHash: schema.hash }),
      ...captureStmts(schema),
    ],
    constraints: overtaken,
  });
}

/**
 * Copies the tables from where the last run stopped, then what has changed since, until the rest can be read in one transaction.
 * @throws CannotGoOn when the schema is another one, or changes were not noted
 */
export async function copyOn(ctx: Ctx, seen: BackupRow, budget: Budget): Promise<void> {
  const schema = await readSchema(ctx);
  if (schema.hash !== seen.schema_hash) throw new CannotGoOn("the schema was changed meanwhile");
  if (schema.captures.length !== schema.tables.length * TRIGGERS_A_TABLE) {
    throw new CannotGoOn("changes were not noted");
  }
  let backup = seen;
  let position = JSON.parse(seen.position) as CopyPosition;
  const goOn = async (next: CopyPosition, chunks: Chunk[]) => {
    const statements = [
      moveStmt(ctx, backup, { status: "copying", position: next }),
      ...(chunks.length > 0 ? [insertChunksStmt(backup.id, chunks)] : []),
    ];
    await commit(ctx, { statements, constraints: overtaken });
    backup = { ...backup, version: backup.version + 1 };
    position = next;
  };
  while (position.table < schema.tables.length) {
    if (budget.isSpent()) return;
    await copySome(ctx, backup.id, schema, position, budget, goOn);
  }
  let counted: Counted | undefined;
  for (;;) {
    if (budget.isSpent()) return;
    const last = await lastChange(ctx);
    if (last - position.seq <= LAST_CHANGES) {
      if (counted) return closeBackup(ctx, backup, schema, position, counted);
      counted = await countTables(ctx, schema);
      continue;
    }
    if (position.round >= MOST_ROUNDS) throw new CannotGoOn("more is written than can be copied");
    const seq = Math.min(last, position.seq + CHANGES_A_ROUND);
    const round = position.round + 1;
    const changes = await readChanges(ctx, schema, position.seq, seq);
    for (const { lines } of changes) budget.spend(sizeOf(lines));
    await goOn({ ...position, round, seq }, await keepChanges(ctx, backup.id, round, changes));
  }
}

/** Copies tables until there is a chunk to keep: small ones take no step each. */
async function copySome(
  ctx: Ctx,
  id: string,
  { tables }: Schema,
  from: CopyPosition,
  budget: Budget,
  goOn: (next: CopyPosition, chunks: Chunk[]) => Promise<void>,
): Promise<void> {
  let { table: at, after, n } = from;
  const read: { table_name: string; n: number; lines: Line[] }[] = [];
  let size = 0;
  let most = FIRST_ROWS;
  while (at < tables.length && size < CHUNK_CHARACTERS && !budget.isSpent()) {
    const table = tables[at] as DumpTable;
    const lines = await readRows(ctx, nextRowsSql(table, after, { ...READ, rows: most }));
    const last = read.at(-1);
    if (last?.table_name === table.name) last.lines.push(...lines);
    else if (lines.length > 0) read.push({ table_name: table.name, n, lines });
    const characters = sizeOf(lines);
    size += characters;
    budget.spend(characters);
    const isWhole = lines.length < most && characters < READ.characters;
    const fitting = Math.floor((READ.characters * lines.length) / (characters + 1));
    most = isWhole ? FIRST_ROWS : Math.max(1, Math.min(fitting, READ.rows));
    at += isWhole ? 1 : 0;
    after = isWhole ? null : (lines.at(-1)?.k ?? null);
    n = isWhole ? 0 : n;
  }
  const keep = ({ table_name, n: number, lines }: (typeof read)[number]) =>
    keepLines(ctx, id, { table_name, round: 0, n: number }, lines);
  const next = { ...from, table: at, after, n: after === null ? 0 : n + 1 };
  await goOn(next, await Promise.all(read.map(keep)));
}
