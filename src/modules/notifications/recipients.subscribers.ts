import { subscribe } from "../../platform/events.ts";
import { customerAskedForNews, customerErased } from "../customers/index.ts";
import { forgetRecipient } from "./forget-recipient.ts";
import { welcomeBack } from "./unsubscribe.ts";

export const recipientSubscribers = [
  subscribe("notifications.forget-recipient", customerErased, (ctx, { customer_id, order_ids }) =>
    forgetRecipient(ctx, customer_id, order_ids),
  ),
  subscribe("notifications.welcome-back", customerAskedForNews, (ctx, { customer_id }) =>
    welcomeBack(ctx, customer_id),
  ),
] as const;
