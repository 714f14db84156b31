import type { Ctx } from "../../platform/ctx.ts";
import { noRows, readBatch } from "../../platform/db.ts";
import { sellableOf, type SellableRow, sellableStmt, type SellableVariant } from "../catalog/index.ts";
import type { Address } from "../../platform/http/schemas.ts";
import { type Market, marketOf, type MarketRow, marketStmt } from "../shipping/index.ts";
import type { CartContent } from "./cart.state.ts";

/** What the system of record says at this moment about what is in a cart. */
export interface CartFacts {
  /** The variants that were looked for. */
  asked: readonly string[];
  /** Those of them that are sold. */
  variants: SellableVariant[];
  /** Of the shipping address; undefined when there is none. */
  market: Market | undefined;
  /** The shipping address. */
  address: Address | undefined;
}

/**
 * Reads what a cart's prices, stock, shipping and taxes depend on: one call of the database. A customer's cart has the customer's id,
 * so it tells whose exemption from tax counts.
 */
export async function readCartFacts(ctx: Ctx, cartId: string, cart: CartContent): Promise<CartFacts> {
  const asked = cart.lines.map((line) => line.variant.variantId);
  const destination = cart.shippingAddress;
  const [rows, markets] = await readBatch<[SellableRow, MarketRow]>(ctx.env.DB, [
    sellableStmt("id", asked),
    destination ? marketStmt(destination, cartId) : noRows,
  ]);
  const variants = rows.flatMap((row) => sellableOf(row, ctx.config.PUBLIC_URL) ?? []);
  const market = destination && (await marketOf(ctx, markets[0], destination, variants));
  return { asked, variants, market, address: destination };
}
