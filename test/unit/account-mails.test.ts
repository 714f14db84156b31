import { describe, expect, it } from "vitest";
import { deviceName, greeting } from "../../src/modules/notifications/mail-wording.ts";
import { wordsOf } from "../../src/modules/notifications/words/index.ts";
import type { Mail } from "../../src/platform/mailer.ts";
import { SHOP, writtenMail } from "../support/written-mails.ts";

const AT = "2026-03-14T15:04:05.000Z";
const LINK = {
  to: "link@example.com",
  url: `${SHOP.accountUrl}/verify-email?token=the-token`,
  until: "2026-03-15T15:04:05.000Z",
};

/** Every account mail for such a person, with hostile text wherever other people choose it. */
function every(person: { first_name: string }, newEmail = "new@example.com", userAgent = "curl/8.1") {
  const login = { user_agent: userAgent, country: "NZ", created_at: AT };
  const happened = { person, at: AT };
  return Promise.all([
    writtenMail("welcome", { person, link: LINK }),
    writtenMail("verify-email", { person, link: LINK }),
    writtenMail("already-registered", person),
    writtenMail("reset-password", { person, link: LINK }),
    writtenMail("leave-address", { person, link: LINK, newEmail }),
    writtenMail("take-address", LINK),
    writtenMail("password-changed", happened),
    writtenMail("new-device", { person, login }),
    writtenMail("address-changed", happened),
    writtenMail("second-factor-enabled", happened),
    writtenMail("second-factor-disabled", happened),
    writtenMail("second-factor-recovery-code-used", happened),
    writtenMail("account-deactivated", happened),
    writtenMail("account-disabled", happened),
  ]);
}

const ADA = { first_name: "Ada" };

describe("account mails", () => {
  it("carry a token only where they bring a link, and then exactly that one", async () => {
    const withToken = (mail: Mail) => /token/.test(mail.text + mail.html);
    const all = await every(ADA);
    expect(all.filter(withToken)).toHaveLength(5);
    for (const mail of all.filter(withToken)) expect(mail.html).toContain(`href="${LINK.url}"`);
  });

  it("let nothing that others chose become markup, a header or a subject", async () => {
    const name = 'Bob\r\nBcc: all@example.com<img src="x" onerror="alert(1)">';
    const hostile = await every(
      { first_name: name },
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

const EN = wordsOf("en");

describe("the greeting", () => {
  it.each(["Ada", "Mary Jane", "Zoë", "D’Arcy", "O'Neill", "Jean-Luc", "J. R.", "あきら", "Nguyễn"])(
    "names %s",
    (name) => {
      expect(greeting(name, EN)).toBe(`Hello ${name},`);
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
    expect(greeting(name, EN)).toBe("Hello,");
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
    expect(deviceName(userAgent, EN)).toBe(words);
  });

  it("name countries, and stay silent about what is none", () => {
    expect(["DE", "T1", "XX", "nonsense", null].map(EN.country)).toEqual([
      "Germany",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(EN.time(AT)).toBe("14 March 2026 at 15:04 UTC");
  });
});
