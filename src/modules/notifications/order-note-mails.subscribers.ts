import { subscribe } from "../../platform/events.ts";
import { findNote, findOrder, orderNoteAdded } from "../orders/index.ts";
import { shopOf } from "./mail-page.ts";
import { orderNoteMail } from "./order-note-mails.ts";
import { sendOnce } from "./send-once.ts";

export const orderNoteMailSubscribers = [
  subscribe("notifications.order-note", orderNoteAdded, async (ctx, { order_id, note_id }, event) => {
    const [order, note] = await Promise.all([findOrder(ctx, order_id), findNote(ctx, note_id)]);
    // An erased order has no notes any more.
    if (!order || !note) return;
    const key = { eventId: event.id, template: "order-note", orderId: order_id };
    await sendOnce(ctx, key, await orderNoteMail(order, note, shopOf(ctx)));
  }),
] as const;
