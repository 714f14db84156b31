import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, subscribe } from "../../platform/events.ts";
import { cartAbandoned, cartView, isIdle, readCart } from "../cart/index.ts";
import { findCustomer } from "../customers/index.ts";
import { abandonedCartMail } from "./cart-mails.ts";
import { shopOf } from "./mail-page.ts";
import { sendOnce } from "./send-once.ts";

/**
 * Only to customers who asked for news and proved that the address is theirs; a guest has asked for nothing. A cart that has been
 * touched or ordered since is no longer abandoned.
 */
async function remindOfCart(
  ctx: Ctx,
  { cart_id, cart_generation }: { cart_id: string; cart_generation: number },
  event: EventEnvelope,
): Promise<void> {
  const customer = await findCustomer(ctx, cart_id);
  if (customer?.status !== "active" || !customer.accepts_marketing || !customer.email_verified_at) return;
  const cart = await readCart(ctx, { id: cart_id, token: undefined, isNew: false });
  const isStill = isIdle(cart, ctx.config.CART_ABANDONED_HOURS, ctx.now());
  if (!isStill || cart.generation !== cart_generation) return;
  const { email, first_name } = customer;
  await sendOnce(
    ctx,
    { eventId: event.id, template: "abandoned-cart", userId: cart_id },
    await abandonedCartMail({ email, first_name, items: cartView(cart).items }, shopOf(ctx)),
  );
}

export const cartMailSubscribers = [
  subscribe("notifications.abandoned-cart", cartAbandoned, remindOfCart),
] as const;
