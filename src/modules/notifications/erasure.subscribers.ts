import { subscribe } from "../../platform/events.ts";
import { customerErased } from "../customers/index.ts";
import { forgetRecipient } from "./forget-recipient.ts";

export const erasureSubscribers = [
  subscribe("notifications.forget-recipient", customerErased, (ctx, { customer_id, order_ids }) =>
    forgetRecipient(ctx, customer_id, order_ids),
  ),
] as const;
