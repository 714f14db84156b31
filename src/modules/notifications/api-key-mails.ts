import { apiKeyCreated, type ApiKeyRow, findApiKey } from "../identity/index.ts";
import { ADA, type Person } from "./account-mails.ts";
import { userMail } from "./mail-recipients.ts";
import { defineMail } from "./mail-template.ts";
import { greeting, newPassword } from "./mail-wording.ts";

interface NewKey {
  person: Person;
  key: Pick<ApiKeyRow, "prefix" | "issued_by" | "created_at" | "expires_at" | "scopes">;
}

const KEY: NewKey["key"] = {
  prefix: "ek_live_7K3F",
  issued_by: null,
  created_at: "2026-03-14T15:04:05.000Z",
  expires_at: null,
  scopes: '["order:manage","inventory:manage"]',
};

/**
 * Tells whom a new API key belongs to that it was made: who got hold of one of their keys, or of their session, may have done it. The
 * key's name is left out, since its maker chose it.
 */
const apiKeyMade = defineMail({
  name: "api-key-created",
  event: apiKeyCreated,
  category: "transactional",
  resendable: true,
  load: (ctx, { api_key_id, owner_id }) =>
    userMail(ctx, owner_id, async (person) => {
      const key = await findApiKey(ctx, api_key_id);
      return key ? { data: { person, key } } : null;
    }),
  samples: [
    { person: ADA, key: KEY },
    { person: ADA, key: { ...KEY, issued_by: "another-key", expires_at: "2027-03-14T15:04:05.000Z" } },
  ],
  render: ({ person, key }: NewKey, shop, { apiKey, ...words }) => {
    const made = key.issued_by === null ? apiKey.byYou : apiKey.byKey;
    const until = key.expires_at === null ? undefined : words.time(key.expires_at);
    const scopes = (JSON.parse(key.scopes) as string[]).join(", ");
    return {
      subject: apiKey.subject(shop.name),
      title: apiKey.title,
      blocks: [
        greeting(person.first_name, words),
        `${made(key.prefix, words.time(key.created_at))} ${apiKey.scopes(until, scopes)}`,
        words.nothingToDo,
        key.issued_by === null ? apiKey.revoke : apiKey.revokeBoth,
        newPassword(shop, words),
      ],
    };
  },
});

export const apiKeyMails = [apiKeyMade] as const;
