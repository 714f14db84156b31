import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, type Statement } from "../../platform/db.ts";

type Kind = "product" | "category";

/** Statements for something that was renamed: its old slug leads to it. */
export function keepSlugStmts(
  ctx: Ctx,
  kind: Kind,
  targetId: string,
  slug: { from: string; to: string },
): Statement[] {
  if (slug.from === slug.to) return [];
  return [
    sql`INSERT INTO slug_redirects (kind, slug, target_id, created_at)
        VALUES (${kind}, ${slug.from}, ${targetId}, ${isoTime(ctx.now())})
        ON CONFLICT (kind, slug) DO UPDATE SET target_id = excluded.target_id, created_at = excluded.created_at`,
  ];
}

export function forgetSlugsStmt(kind: Kind, targetId: string): Statement {
  return sql`DELETE FROM slug_redirects WHERE kind = ${kind} AND target_id = ${targetId}`;
}

/**
 * The slug that something which was once found under `slug` has now. undefined when nothing was, when something else is found
 * there now, or when the product is not on sale. However often it was renamed, this is one step.
 */
export async function findSlugTarget(ctx: Ctx, kind: Kind, slug: string): Promise<string | undefined> {
  const [table, visible] =
    kind === "product"
      ? [sql.raw("products"), sql`t.status = 'active'`]
      : [sql.raw("categories"), sql.raw("true")];
  const statement = sql`SELECT t.slug AS slug FROM slug_redirects r JOIN ${table} t ON t.id = r.target_id
    WHERE r.kind = ${kind} AND r.slug = ${slug} AND ${visible}
      AND NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.slug = ${slug})`;
  const database = ctx.env.DB.withSession("first-unconstrained");
  const row = await prepareStatement(database, statement).first<{ slug: string }>();
  return row?.slug;
}
