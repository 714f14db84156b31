import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { Locale } from "../../platform/locale.ts";

interface ProfileChanges {
  phone?: string | null;
  acceptsMarketing?: boolean;
  locale?: Locale | null;
}

/**
 * Changes the profile and counts its version up, which every change of what belongs to a customer does. It is their common guard:
 * an erased customer, another version than the expected one, or a condition of `only` that does not hold violates CUSTOMER_GUARD
 * and undoes the whole batch.
 */
export function changeCustomerStmt(
  ctx: Ctx,
  id: string,
  {
    changes = {},
    ifVersion,
    only,
  }: { changes?: ProfileChanges; ifVersion?: number | undefined; only?: SQL } = {},
): Statement {
  const sets = [sql`updated_at = ${isoTime(ctx.now())}`];
  if (changes.phone !== undefined) sets.push(sql`phone = ${changes.phone}`);
  if (changes.acceptsMarketing !== undefined)
    sets.push(sql`accepts_marketing = ${changes.acceptsMarketing ? 1 : 0}`);
  if (changes.locale !== undefined) sets.push(sql`locale = ${changes.locale}`);
  const sameVersion =
    ifVersion === undefined ? sql`` : sql` AND u.version + customers.version = ${ifVersion}`;
  return sql`UPDATE customers SET ${sql.join(sets, sql`, `)}, version = CASE
      WHEN EXISTS (SELECT 1 FROM users u WHERE u.id = customers.id AND u.status <> 'erased'${sameVersion})
        AND ${only ?? sql`1 = 1`} THEN version + 1 END
    WHERE id = ${id}`;
}

/** The NOT NULL that `changeCustomerStmt` violates when its conditions do not hold. */
export const CUSTOMER_GUARD = "customers.version";
