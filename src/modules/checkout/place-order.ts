import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import {
  examineClaim,
  type IdempotencyClaim,
  idempotencyInProgress,
  type StoredReply,
  takeOverClaimStmt,
} from "../../platform/idempotency.ts";
import type { Locale } from "../../platform/locale.ts";
import { type CartRef, readCart } from "../cart/index.ts";
import { userInGoodStanding } from "../identity/index.ts";
import { CART_GENERATION, type OrderRow } from "../orders/index.ts";
import type { PaymentRow } from "../payments/index.ts";
import { checkCart, storeFacts } from "./check-cart.ts";
import type { PlaceOrder } from "./checkout.schema.ts";
import { commitOrder } from "./commit-order.ts";
import { alreadyPlacedError, requireNotOrdered } from "./existing-order.ts";
import { draftOrder, type DraftedOrder } from "./draft-order.ts";
import { payPlacedOrder } from "./pay-placed-order.ts";
import { type CheckoutFacts, readFacts } from "./read-facts.ts";
import { readOrder } from "./read-order.ts";

/**
 * Places the order for a cart and starts its payment: snapshot the cart, read the truth, price it, one commit that holds
 * the stock, then Stripe, then store what Stripe said. Nothing is held across the Stripe call, and every step can be run
 * again: a retry under the same key goes on where the first run ended, a run that nobody retries is undone by the sweeper
 * when the hold ends.
 * @throws auth.invalid_credentials when the user's account is not active any more
 * @throws checkout.incomplete, shipping.not_served, checkout.cart_changed, checkout.already_placed, inventory.out_of_stock,
 *   payment.declined, payment.method_invalid, payment.unavailable (the order then exists and stays payable)
 */
export async function placeOrder(
  ctx: Ctx,
  ref: CartRef,
  input: PlaceOrder & { locale?: Locale | undefined },
  claim: IdempotencyClaim,
): Promise<StoredReply & { replayed: boolean }> {
  requireAccountToSave(ctx, input);
  const cart = await readCart(ctx, ref);
  const facts = await readFacts(ctx, cart, claim);
  const { providerCustomer } = facts;
  const customer = ctx.actor.kind === "user" ? userInGoodStanding(ctx, facts.standing) : undefined;
  if (facts.claimRow) {
    const found = examineClaim(ctx, claim, facts.claimRow);
    if ("replay" in found) return { ...found.replay, replayed: true };
    const placed = await takeOver(ctx, claim, found.resume);
    return {
      ...(await payPlacedOrder(ctx, { ...placed, ref, input, claim, providerCustomer, resumed: true })),
      replayed: false,
    };
  }
  await requireNotOrdered(ctx, cart);
  const fresh = await checkCart(ctx, ref, cart, facts, input, customer?.standing?.email);
  const draft = draftOrder(ctx, fresh, customer?.id, { locale: input.locale });
  const payment = await makeOrder(ctx, ref, draft, facts, claim);
  return {
    ...(await payPlacedOrder(ctx, {
      order: draft.row,
      payment,
      ref,
      input,
      claim,
      providerCustomer,
      resumed: false,
    })),
    replayed: false,
  };
}

/** A guest has nowhere to save a payment method to, and an API key is no person. */
function requireAccountToSave(ctx: Ctx, input: PlaceOrder): void {
  if (!input.save_payment_method || ctx.actor.kind === "user") return;
  const message = "is only for signed-in customers";
  throw invalidInput("Only a signed-in customer can save a payment method.", {
    errors: [{ pointer: "#/save_payment_method", code: "not_signed_in", message }],
  });
}

/** @throws inventory.out_of_stock with what is left; the cart then shows it, too; checkout.already_placed */
async function makeOrder(
  ctx: Ctx,
  ref: CartRef,
  draft: DraftedOrder,
  facts: CheckoutFacts,
  claim: IdempotencyClaim,
): Promise<PaymentRow | null> {
  let now = facts;
  const { id, cart_id, cart_generation } = draft.row;
  claim.resourceId = id;
  ctx.idempotency = claim;
  const stock = {
    levels: facts.levels,
    readAgain: async () => (now = await readFacts(ctx, draft.cart)).levels,
    onShortage: () => storeFacts(ctx, ref, now),
  };
  try {
    return await commitOrder(ctx, draft, stock, {
      constraints: { [CART_GENERATION]: () => new CartTaken() },
    });
  } catch (error) {
    if (error instanceof CartTaken) throw await alreadyPlacedError(ctx, cart_id, cart_generation);
    throw error;
  }
}

class CartTaken extends Error {}

/** Goes on with an order whose first run died: whoever extends the lock first does it. */
async function takeOver(
  ctx: Ctx,
  claim: IdempotencyClaim,
  resume: { resourceId: string | null; lockedUntil: string },
): Promise<{ order: OrderRow; payment: PaymentRow | null }> {
  const [changed] = await commit(ctx, { statements: [takeOverClaimStmt(ctx, claim, resume.lockedUntil)] });
  if (changed !== 1) throw idempotencyInProgress();
  claim.recorded = true;
  const orderId = resume.resourceId ?? "";
  const placed = await readOrder(ctx, orderId);
  if (!placed) throw new Error(`the claimed order ${orderId} does not exist`);
  return placed;
}
