import { accountMailSubscribers } from "./account-mails.subscribers.ts";
import { apiKeyMailSubscribers } from "./api-key-mails.ts";
import { cartMailSubscribers } from "./cart-mails.subscribers.ts";
import { erasureSubscribers } from "./erasure.subscribers.ts";
import { orderMailSubscribers } from "./order-mails.subscribers.ts";

export const notificationSubscribers = [
  ...orderMailSubscribers,
  ...accountMailSubscribers,
  ...apiKeyMailSubscribers,
  ...cartMailSubscribers,
  ...erasureSubscribers,
] as const;
