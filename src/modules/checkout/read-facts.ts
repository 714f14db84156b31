import type { Ctx } from "../../platform/ctx.ts";
import { noRows, readBatch } from "../../platform/db.ts";
import type { Address } from "../../platform/http/schemas.ts";
import { findClaimStmt, type IdempotencyClaim, type IdempotencyRow } from "../../platform/idempotency.ts";
import { refreshCart, type CartState } from "../cart/index.ts";
import { sellableOf, type SellableRow, sellableStmt, type SellableVariant } from "../catalog/index.ts";
import { type StandingRow, standingStmt } from "../identity/index.ts";
import { type Level, levelsStmt } from "../inventory/index.ts";
import { type ProviderCustomerRow, providerCustomerStmt } from "../payments/index.ts";
import { type Market, marketOf, type MarketRow, marketStmt } from "../shipping/index.ts";

/** What the system of record says about a cart, and about the user who orders it, at this moment. */
export interface CheckoutFacts {
  /** The user's session and account; undefined for guests and API keys. */
  standing: StandingRow | undefined;
  claimRow: IdempotencyRow | undefined;
  /** The user as Stripe knows them; undefined when it does not yet. */
  providerCustomer: string | undefined;
  /** The variants that were looked for. */
  asked: readonly string[];
  /** Those of them that are sold. */
  variants: SellableVariant[];
  levels: Level[];
  /** The address that the market is of. */
  address: Address | undefined;
  market: Market | undefined;
  /** The cart with these facts in place of what it remembered. */
  refreshed: CartState;
}

/** Reads everything that placing an order depends on in one round trip to the primary. */
export async function readFacts(ctx: Ctx, cart: CartState, claim?: IdempotencyClaim): Promise<CheckoutFacts> {
  const variantIds = cart.lines.map((line) => line.variant.variantId);
  const destination = cart.shippingAddress;
  const { actor } = ctx;
  const [claims, rows, levels, markets, standings, providerCustomers] = await readBatch<
    [IdempotencyRow, SellableRow, Level, MarketRow, StandingRow, ProviderCustomerRow]
  >(ctx.env.DB, [
    claim ? findClaimStmt(claim) : noRows,
    sellableStmt("id", variantIds),
    levelsStmt(variantIds),
    marketStmt(destination ?? { country: "" }, cart.id),
    actor.kind === "user" ? standingStmt(actor.sessionId) : noRows,
    actor.kind === "user" ? providerCustomerStmt(actor.id) : noRows,
  ]);
  const variants = rows.flatMap((row) => sellableOf(row, ctx.config.PUBLIC_URL) ?? []);
  const market = destination && (await marketOf(ctx, markets[0], destination, variants));
  return {
    standing: standings[0],
    claimRow: claims[0],
    providerCustomer: providerCustomers[0]?.provider_ref,
    asked: variantIds,
    variants,
    levels,
    address: destination,
    market,
    refreshed: refreshCart(cart, variants, market, ctx.now()),
  };
}
