import { requireUser } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { cartView, listSavedCarts, readCart, savedCartView } from "../cart/index.ts";
import { readAccountData, refused } from "../identity/index.ts";
import { findOrders, type Order, orderView } from "../orders/index.ts";
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
  const [account, { profile, addresses, taxExemption, mails, audit }, orders, cart, savedCarts] =
    await Promise.all([
      readAccountData(ctx, id),
      readCustomerData(ctx, id),
      allOrders(ctx, id),
      readCart(ctx, { id, token: undefined, isNew: false }),
      listSavedCarts(ctx, { id, isNew: false }),
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
    orders,
    mails,
    audit_log: audit.map((entry) => ({
      ...entry,
      by_you: entry.by_you === 1,
      before: parsed(entry.before),
      after: parsed(entry.after),
    })),
  };
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
