import { requireUser } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import { cartView, listSavedCarts, readCart, savedCartView } from "../cart/index.ts";
import { findDraftsOf } from "../draft-orders/index.ts";
import { readAccountData, refused } from "../identity/index.ts";
import { findOrders, type Order, orderView } from "../orders/index.ts";
import { listSavedMethods, paymentUnavailable, type SavedMethod } from "../payments/index.ts";
import { addressView } from "./addresses.view.ts";
import { readCustomerData } from "./export.repo.ts";

const ORDERS_A_READ = 100;

/**
 * Everything that is held about the person who asks, from every store. Secrets and their hashes are not in it; nor is what the
 * throttles count, which names nobody.
 * @throws auth.invalid_credentials when the account was erased after the access token was made
 */
export async function exportCustomer(ctx: Ctx) {
  const { id } = requireUser(ctx);
  const [
    account,
    { profile, addresses, taxExemption, mails, audit, notes, steps, returns },
    orders,
    cart,
    savedCarts,
    savedMethods,
    drafts,
  ] = await Promise.all([
    readAccountData(ctx, id),
    readCustomerData(ctx, id),
    allOrders(ctx, id),
    readCart(ctx, { id, token: undefined, isNew: false }),
    listSavedCarts(ctx, { id, isNew: false }),
    savedMethodsIfKnown(ctx),
    findDraftsOf(ctx, id),
  ]);
  if (!account.account || account.account.status === "erased") throw refused("This account is not active.");
  return {
    exported_at: isoTime(ctx.now()),
    ...account,
    api_keys: account.api_keys.map(({ scopes, ...key }) => ({
      ...key,
      scopes: JSON.parse(scopes) as unknown,
    })),
    profile: profile && { ...profile, accepts_marketing: profile.accepts_marketing === 1 },
    addresses: addresses.map(addressView),
    tax_exemption: taxExemption,
    cart: cartView(cart),
    saved_carts: savedCarts.map(savedCartView),
    saved_payment_methods: savedMethods,
    orders,
    draft_orders: drafts.map((draft) => ({ ...draft, content: parsed(draft.content) })),
    order_notes: notes,
    order_events: steps.map((step) => ({ ...step, by_you: step.by_you === 1, data: parsed(step.data) })),
    returns: returns.map((each) => ({ ...each, lines: parsed(each.lines) })),
    mails,
    audit_log: audit.map((entry) => ({
      ...entry,
      by_you: entry.by_you === 1,
      before: parsed(entry.before),
      after: parsed(entry.after),
    })),
  };
}

/** What Stripe keeps for us; null when it does not answer, which must not keep the rest from the person. */
async function savedMethodsIfKnown(ctx: Ctx): Promise<SavedMethod[] | null> {
  try {
    return await listSavedMethods(ctx);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== paymentUnavailable.code) throw error;
    return null;
  }
}

async function allOrders(ctx: Ctx, customerId: string): Promise<Order[]> {
  const orders: Order[] = [];
  let last: { placed_at: string; id: string } | undefined;
  for (;;) {
    const rows = await findOrders(
      ctx,
      { owner_id: customerId },
      {
        after: last && { sort: "created_at", value: last.placed_at, id: last.id },
        descending: false,
        limit: ORDERS_A_READ,
      },
    );
    orders.push(...rows.map((row) => orderView(row, ctx)));
    last = rows.at(-1);
    if (rows.length < ORDERS_A_READ) return orders;
  }
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
