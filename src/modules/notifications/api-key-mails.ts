import { subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import { apiKeyCreated, type ApiKeyRow, findApiKey, findUser } from "../identity/index.ts";
import { newPassword, type Person } from "./account-mails.ts";
import { letterMail, type Shop, shopOf } from "./mail-page.ts";
import { greeting, readableTime } from "./mail-wording.ts";
import { sendOnce } from "./send-once.ts";

/**
 * Tells whom a new API key belongs to that it was made: who got hold of one of their keys, or of their session, may have done it. The
 * key's name is left out, since its maker chose it.
 */
function apiKeyCreatedMail(person: Person, key: ApiKeyRow, shop: Shop): Promise<Mail> {
  const [by, revoke] =
    key.issued_by === null
      ? ["by somebody logged in as you", "revoke it"]
      : ["with another API key of yours", "revoke that one, which ends both"];
  const until = key.expires_at === null ? "until it is revoked" : `until ${readableTime(key.expires_at)}`;
  const scopes = JSON.parse(key.scopes) as string[];
  return letterMail(
    {
      to: person.email,
      subject: `A new API key was made for your account at ${shop.name}`,
      title: "A new API key was made",
      blocks: [
        greeting(person.first_name),
        `An API key that begins with ${key.prefix} was made ${by}, on ${readableTime(key.created_at)}. It can be used ${until}, for: ${scopes.join(", ")}.`,
        "If it was you, there is nothing to do.",
        `If it was not you, please ${revoke}, and set a new password at once: it logs every device out.`,
        newPassword(shop),
      ],
    },
    shop,
  );
}

export const apiKeyMailSubscribers = [
  subscribe("notifications.api-key-created", apiKeyCreated, async (ctx, { api_key_id, owner_id }, event) => {
    const [user, key] = await Promise.all([findUser(ctx, owner_id), findApiKey(ctx, api_key_id)]);
    if (!key || !user || user.status === "erased") return;
    const mail = await apiKeyCreatedMail(user, key, shopOf(ctx));
    await sendOnce(ctx, { eventId: event.id, template: "api-key-created", userId: owner_id }, mail);
  }),
] as const;
