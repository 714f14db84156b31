import { z } from "zod";

const chunkSchema = z.object({
  /** Its key below the dump's folder. */
  object: z.string(),
  rows: z.int(),
  bytes: z.int(),
  sha256: z.string(),
});

/** What a dump is made of. It is written last: a folder without it is none. */
export const manifestSchema = z.object({
  format: z.literal(1),
  id: z.uuid(),
  shop: z.string(),
  environment: z.string(),
  created_at: z.string(),
  /** The moment that the dump shows. */
  snapshot_at: z.string(),
  /** A place in D1's Time Travel just after that moment. */
  bookmark: z.string().nullable(),
  migrations: z.array(z.string()),
  /** The statements that make the schema, in order. */
  schema: z.array(
    z.object({ type: z.enum(["table", "index", "trigger", "view"]), name: z.string(), sql: z.string() }),
  ),
  /** The last number given by each AUTOINCREMENT. */
  sequences: z.record(z.string(), z.int()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      key: z.array(z.string()).nullable(),
      has_rowid_column: z.boolean(),
      references: z.array(z.string()),
      rows: z.int(),
      /** The sum of the rows' SHA-256 modulo 2^256. */
      checksum: z.string(),
      chunks: z.array(chunkSchema),
      /** What changed while the tables were read, the newest last: it counts instead of what the chunks hold under the same key. */
      changes: z.array(chunkSchema),
    }),
  ),
  rows: z.int(),
  bytes: z.int(),
});

export type Manifest = z.output<typeof manifestSchema>;
