import type { Ctx } from "../../platform/ctx.ts";
import { findLocale } from "../customers/index.ts";
import { findUser, type UserRow } from "../identity/index.ts";
import { findOrder, type OrderRow } from "../orders/index.ts";
import type { Addressed } from "./mail-template.ts";

/**
 * A mail to a user as they are now; null for who was erased, and when `make` has nothing to say any more. `to`: another address than the
 * account's.
 */
export async function userMail<Data>(
  ctx: Ctx,
  userId: string | undefined,
  make: (user: UserRow) => Promise<{ data: Data; to?: string } | null> | { data: Data; to?: string } | null,
): Promise<Addressed<Data> | null> {
  if (userId === undefined) return null;
  const [user, locale] = await Promise.all([findUser(ctx, userId), findLocale(ctx, userId)]);
  if (!user || user.status === "erased") return null;
  const made = await make(user);
  return made && { to: user.email, ...made, locale, userId };
}

/** A mail about an order to whom it was confirmed to; null when there is no such order, or nothing to say any more. */
export async function orderMail<Data>(
  ctx: Ctx,
  orderId: string,
  make: (order: OrderRow) => Promise<Data | null> | Data | null,
): Promise<Addressed<Data> | null> {
  const order = await findOrder(ctx, orderId);
  if (!order) return null;
  const [data, locale] = await Promise.all([make(order), localeOf(ctx, order)]);
  return data && { to: order.email, locale, data, orderId };
}

/** What the customer chose goes before what the browser said when they ordered. */
async function localeOf(ctx: Ctx, order: OrderRow): Promise<string | null> {
  const chosen = order.customer_id === null ? null : await findLocale(ctx, order.customer_id);
  return chosen ?? order.locale;
}
