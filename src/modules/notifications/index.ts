import { accountMailSubscribers } from "./account-mails.subscribers.ts";
import { apiKeyMailSubscribers } from "./api-key-mails.ts";
import { erasureSubscribers } from "./erasure.subscribers.ts";
import { orderMailSubscribers } from "./order-mails.subscribers.ts";

export const notificationSubscribers = [
  ...orderMailSubscribers,
  ...accountMailSubscribers,
  ...apiKeyMailSubscribers,
  ...erasureSubscribers,
] as const;
