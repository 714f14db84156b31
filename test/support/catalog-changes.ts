import { env } from "cloudflare:workers";
import type { TestVariant } from "./shop.ts";

/** What staff or other shoppers do to a variant behind a cart's back, without the way there. Amounts in cents. */
export async function changeVariant(
  variant: Pick<TestVariant, "id">,
  changes: { price?: number; stock?: number; archived?: boolean },
): Promise<void> {
  const { price, stock, archived } = changes;
  const run = (sql: string, value: unknown) => env.DB.prepare(sql).bind(value, variant.id).run();
  if (price !== undefined) await run("UPDATE variant_prices SET amount = ? WHERE variant_id = ?", price);
  if (stock !== undefined) await run("UPDATE stock_levels SET on_hand = ? WHERE variant_id = ?", stock);
  if (archived !== undefined) {
    const at = archived ? new Date().toISOString() : null;
    await run("UPDATE product_variants SET archived_at = ? WHERE id = ?", at);
  }
}
