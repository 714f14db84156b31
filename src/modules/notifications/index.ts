import { accountMailSubscribers } from "./account-mails.subscribers.ts";
import { erasureSubscribers } from "./erasure.subscribers.ts";
import { orderMailSubscribers } from "./order-mails.subscribers.ts";

export const notificationSubscribers = [
  ...orderMailSubscribers,
  ...accountMailSubscribers,
  ...erasureSubscribers,
] as const;
