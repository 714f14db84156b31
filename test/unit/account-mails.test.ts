import { describe, expect, it } from "vitest";
import * as mails from "../../src/modules/notifications/account-mails.ts";
import * as notices from "../../src/modules/notifications/account-notices.ts";
import type { Shop } from "../../src/modules/notifications/mail-page.ts";
import {
  countryName,
  deviceName,
  greeting,
  readableTime,
} from "../../src/modules/notifications/mail-wording.ts";
import type { Mail } from "../../src/platform/mailer.ts";

const SHOP: Shop = {
  name: "Edge & Sons",
  url: "https://shop.example.com",
  accountUrl: "https://shop.example.com/account",
};
const AT = "2026-03-14T15:04:05.000Z";
const LINK = {
  to: "link@example.com",
  url: `${SHOP.accountUrl}/verify-email?token=the-token`,
  until: "2026-03-15T15:04:05.000Z",
};

/** Every account mail for such a person, with hostile text wherever other people choose it. */
function every(person: mails.Person, newEmail = "new@example.com", userAgent = "curl/8.1") {
  const login = { user_agent: userAgent, country: "NZ", created_at: AT };
  return Promise.all([
    mails.welcomeMail(person, LINK, SHOP),
    mails.verificationMail(person, LINK, SHOP),
    mails.alreadyRegisteredMail(person, SHOP),
    mails.passwordResetMail(person, LINK, SHOP),
    mails.leaveAddressMail(person, LINK, newEmail, SHOP),
    mails.takeAddressMail(LINK, SHOP),
    notices.passwordChangedMail(person, AT, SHOP),
    notices.newDeviceMail(person, login, SHOP),
    notices.addressChangedMail(person, "old@example.com", AT, SHOP),
    notices.secondFactorMail(person, "enabled", AT, SHOP),
    notices.secondFactorMail(person, "disabled", AT, SHOP),
    notices.secondFactorMail(person, "recovery_code_used", AT, SHOP),
    notices.accountClosedMail(person, "deactivated", AT, SHOP),
    notices.accountClosedMail(person, "disabled", AT, SHOP),
  ]);
}

const ADA = { email: "ada@example.com", first_name: "Ada" };

/** What a reader sees of the HTML part, without blanks. */
function wordsOf(html: string): string {
  const visible = html.replace(/<(title|head)>.*?<\/\1>/gs, "").replace(/<[^>]+>/g, "");
  const text = visible
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">");
  return text.replace(/&amp;/g, "&").replace(/\s+/g, "");
}

describe("account mails", () => {
  it("say the same in their text part and in their HTML part, links and the shop's name included", async () => {
    for (const mail of await every(ADA)) {
      const text = mail.text.replace(/\s+/g, "");
      const paragraphs = [...mail.html.matchAll(/<p[ >].*?<\/p>/gs)].map(([html]) => wordsOf(html));
      expect(paragraphs.length, mail.subject).toBeGreaterThan(2);
      for (const paragraph of paragraphs) expect(text).toContain(paragraph);
      for (const line of mail.text.split("\n")) {
        expect(wordsOf(mail.html), mail.subject).toContain(line.replace(/:$/, "").replace(/\s+/g, ""));
      }
    }
  });

  it("carry a token only where they bring a link, and then exactly that one", async () => {
    const withToken = (mail: Mail) => /token/.test(mail.text + mail.html);
    const all = await every(ADA);
    expect(all.filter(withToken).map((mail) => mail.to)).toEqual(Array.from({ length: 5 }, () => LINK.to));
    for (const mail of all.filter(withToken)) expect(mail.html).toContain(`href="${LINK.url}"`);
  });

  it("let nothing that others chose become markup, a header or a subject", async () => {
    const name = 'Bob\r\nBcc: all@example.com<img src="x" onerror="alert(1)">';
    const hostile = await every(
      { email: "ada@example.com", first_name: name },
      '"><script>alert(1)</script>@example.com',
      "<b>call 555</b>/1.0 (evil.example)",
    );
    const harmless = await every(ADA);
    for (const [index, mail] of hostile.entries()) {
      expect(mail.html).not.toMatch(/<img|<script|<b>|onerror|Bcc/);
      expect(mail.text).not.toMatch(/Bcc|onerror|call 555|evil\.example/);
      expect(mail.subject).toBe(harmless[index]?.subject);
      expect(mail.subject).not.toMatch(/[\r\n]|@|Ada/);
    }
  });

  it("write the shop's name as it is in subjects and text, and escaped in HTML", async () => {
    const [welcome] = await every(ADA);
    expect(welcome?.subject).toBe("Welcome to Edge & Sons: please confirm your address");
    expect(welcome?.html).toContain('<h1 style="font-size:20px">Welcome to Edge &amp; Sons</h1>');
  });
});

describe("the greeting", () => {
  it.each(["Ada", "Mary Jane", "Zoë", "D’Arcy", "O'Neill", "Jean-Luc", "J. R.", "あきら", "Nguyễn"])(
    "names %s",
    (name) => {
      expect(greeting(name)).toBe(`Hello ${name},`);
    },
  );
  it.each([
    "",
    "  ",
    "evil.example",
    "http://evil",
    "a@b",
    "Win 100",
    "Ada\nBcc: x",
    "x".repeat(41),
    "A\u202Eda",
    "<b>",
  ])("does not repeat %j, which is no plain name", (name) => {
    expect(greeting(name)).toBe("Hello,");
  });
});

describe("the words for a login", () => {
  const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`, "Chrome on Windows"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Edg/140.0.0.0`, "Edge on Windows"],
    [`Mozilla/5.0 (Linux; Android 14) ${CHROME}`, "Chrome on Android"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
      "Safari on an iPhone",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
    ["curl/8.1.2", "curl"],
    ["EdgeShop/4 (iPhone; iOS 18)", "EdgeShop"],
    ["visit evil.example now", "an unknown device"],
    ["evil.example/1.0", "an unknown device"],
    ["", "an unknown device"],
  ])("of %s are ours", (userAgent, words) => {
    expect(deviceName(userAgent)).toBe(words);
  });

  it("name countries, and stay silent about what is none", () => {
    expect(["DE", "T1", "XX", "nonsense", null].map(countryName)).toEqual([
      "Germany",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(readableTime(AT)).toBe("14 March 2026 at 15:04 UTC");
  });
});
