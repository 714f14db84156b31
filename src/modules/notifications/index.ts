import type { Route } from "../../platform/http/index.ts";
import type { Job } from "../../platform/jobs.ts";
import { accountMailSubscribers } from "./account-mails.subscribers.ts";
import { apiKeyMailSubscribers } from "./api-key-mails.ts";
import { cartMailSubscribers } from "./cart-mails.subscribers.ts";
import { erasureSubscribers } from "./erasure.subscribers.ts";
import { fulfillmentMailSubscribers } from "./fulfillment-mails.subscribers.ts";
import { orderChangeMailSubscribers } from "./order-change-mails.subscribers.ts";
import { orderMailSubscribers } from "./order-mails.subscribers.ts";
import { orderNoteMailSubscribers } from "./order-note-mails.subscribers.ts";
import { returnMailSubscribers } from "./return-mails.subscribers.ts";
import { paymentMailSubscribers } from "./payment-mails.subscribers.ts";

export const notificationSubscribers = [
  ...paymentMailSubscribers,
  ...orderMailSubscribers,
  ...orderChangeMailSubscribers,
  ...fulfillmentMailSubscribers,
  ...orderNoteMailSubscribers,
  ...accountMailSubscribers,
  ...apiKeyMailSubscribers,
  ...cartMailSubscribers,
  ...returnMailSubscribers,
  ...erasureSubscribers,
] as const;

export const notificationRoutes: readonly Route[] = [];
export const notificationJobs: readonly Job[] = [];
