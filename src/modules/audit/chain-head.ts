import { z } from "zod";
import type { Ctx } from "../../platform/ctx.ts";
import { unavailable } from "../../platform/errors.ts";

const KEY = "audit/head.json";

const headSchema = z.object({
  /** The last row that was sealed, and its link. */
  seq: z.int(),
  chain_hash: z.string(),
  /** Up to here rows of an older release were taken as they were when the chain began. */
  legacy_until: z.int(),
  /** Up to here everything had been signed before the database did not hold it any more: nothing of it is taken as it is again. */
  legacy_from: z.int().default(0),
  /** When the database did not hold what had been sealed, and where the chain went on. Never deleted. */
  breaks: z.array(z.object({ at: z.string(), seq: z.int(), chain_hash: z.string(), resumed_from: z.int() })),
});

/** The end of the chain as it is kept outside the database, so that a shortened or restored database is found out. */
export type ChainHead = z.output<typeof headSchema>;

/** The head and the version of its object. */
export interface KnownHead {
  head: ChainHead;
  etag: string;
}

/** Reads the head; undefined before the first sealing. @throws service.unavailable when the bucket does not answer */
export async function readHead(ctx: Ctx): Promise<KnownHead | undefined> {
  try {
    const object = await ctx.env.BACKUPS.get(KEY);
    return object ? { head: headSchema.parse(await object.json()), etag: object.etag } : undefined;
  } catch (error) {
    throw unavailable("The end of the audit log's chain could not be read.", { cause: error });
  }
}

/** Keeps the head if it is still of the version that was read (undefined: if there is none yet). Returns its new version, or undefined. */
export async function keepHead(
  ctx: Ctx,
  head: ChainHead,
  etag: string | undefined,
): Promise<KnownHead | undefined> {
  const onlyIf: R2Conditional = etag === undefined ? { etagDoesNotMatch: "*" } : { etagMatches: etag };
  const kept = await ctx.env.BACKUPS.put(KEY, JSON.stringify(head), { onlyIf });
  return kept ? { head, etag: kept.etag } : undefined;
}
