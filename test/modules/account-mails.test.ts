import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { customerErased } from "../../src/modules/customers/index.ts";
import {
  emailChanged,
  emailChangeRequested,
  insertEmailChangeStmt,
  insertOneTimeTokenStmt,
  insertSessionStmt,
  insertUserStmt,
  newDeviceSeen,
  passwordChanged,
  passwordResetRequested,
  registrationRepeated,
  secondFactorChanged,
  usableToken,
  useOneTimeTokenStmt,
  userRegistered,
  userStandingChanged,
  verificationRequested,
} from "../../src/modules/identity/index.ts";
import { orderPaid } from "../../src/modules/orders/index.ts";
import { addSeconds, isoTime } from "../../src/platform/clock.ts";
import { commit } from "../../src/platform/commit.ts";
import { createCtx, type Ctx } from "../../src/platform/ctx.ts";
import type { DomainEvent, EventEnvelope } from "../../src/platform/events.ts";
import type { Mail } from "../../src/platform/mailer.ts";
import worker from "../../workers/main.ts";
import { eventsDelivered, rows, value } from "../support/api.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

type Status = "active" | "deactivated" | "disabled" | "erased";
type Purpose = Parameters<typeof insertOneTimeTokenStmt>[1]["purpose"];

function testCtx(): { ctx: Ctx; settled: () => Promise<unknown> } {
  const work: Promise<unknown>[] = [];
  const ctx = createCtx(
    env,
    { kind: "system", job: "test" },
    { waitUntil: (promise) => void work.push(promise) },
  );
  return { ctx, settled: () => Promise.all(work) };
}

async function makeUser(status: Status = "active", firstName = "Ada") {
  const { ctx } = testCtx();
  const now = isoTime(ctx.now());
  const user = { id: ctx.newId(), email: `${unique("person")}@example.com` };
  const row = { ...user, firstName, passwordHash: "-", status, createdAt: now, updatedAt: now };
  await commit(ctx, { statements: [insertUserStmt(row)] });
  return user;
}

async function makeToken(
  user: { id: string },
  purpose: Purpose,
  email: string,
  emailChangeId?: string,
): Promise<string> {
  const { ctx } = testCtx();
  const id = ctx.newId();
  const token = { id, userId: user.id, purpose, email, ...(emailChangeId ? { emailChangeId } : {}) };
  await commit(ctx, { statements: [insertOneTimeTokenStmt(ctx, token)] });
  return id;
}

async function makeEmailChange(user: { id: string; email: string }, newEmail: string) {
  const { ctx } = testCtx();
  const id = ctx.newId();
  const change = { id, userId: user.id, oldEmail: user.email, newEmail };
  await commit(ctx, { statements: [insertEmailChangeStmt(ctx, change)] });
  return {
    user_id: user.id,
    email_change_id: id,
    old_token_id: await makeToken(user, "change_email_current", user.email, id),
    new_token_id: await makeToken(user, "change_email_new", newEmail, id),
  };
}

async function makeSession(user: { id: string }): Promise<string> {
  const { ctx } = testCtx();
  const id = ctx.newId();
  await commit(ctx, {
    statements: [
      insertSessionStmt({
        id,
        userId: user.id,
        kind: "token",
        userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        country: "NZ",
        createdAt: "2026-03-14T15:04:05.000Z",
        lastSeenAt: "2026-03-14T15:04:05.000Z",
        confirmedAt: "2026-03-14T15:04:05.000Z",
        expiresAt: "2036-03-14T15:04:05.000Z",
      }),
    ],
  });
  return id;
}

/** Commits the events as a verb would, and waits until the queue has delivered them. */
async function happen(...events: DomainEvent[]): Promise<void> {
  const { ctx, settled } = testCtx();
  await commit(ctx, { statements: [], events });
  await settled();
  await eventsDelivered();
}

/** What was decided to be sent to or about a user. */
function mailsOf(user: { id: string }) {
  return rows(
    "SELECT recipient, template, status, attempts FROM notifications WHERE user_id = ? ORDER BY template",
    user.id,
  );
}

function sent(recipient: string, template: string) {
  return { recipient, template, status: "sent", attempts: 1 };
}

/** Delivers an event as the queue would, as often as told, with a mail provider that shows what it was given. */
async function mailsFor(event: DomainEvent, times = 1): Promise<Mail[]> {
  const mails: Mail[] = [];
  const bindings: Env = {
    ...env,
    EMAIL: {
      send: (mail: unknown) => {
        mails.push(mail as Mail);
        return Promise.resolve({ messageId: "shown" });
      },
    },
  };
  const body: EventEnvelope = { id: unique("event"), occurred_at: "2026-03-14T15:04:05.000Z", ...event };
  const message = () => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body });
  const batch = createMessageBatch("edge-commerce-events", Array.from({ length: times }, message));
  const execution = createExecutionContext();
  await worker.queue(batch, bindings, execution);
  expect((await getQueueResult(batch, execution)).retryMessages).toEqual([]);
  return mails;
}

describe("a new account", () => {
  it("is welcomed with one mail", async () => {
    const user = await makeUser();
    const tokenId = await makeToken(user, "verify_email", user.email);
    await happen(userRegistered({ user_id: user.id, token_id: tokenId }));
    expect(await mailsOf(user)).toEqual([sent(user.email, "welcome")]);
  });

  it("gets each mail once, also when its event is delivered three times", async () => {
    const user = await makeUser();
    const change = await makeEmailChange(user, `${unique("new")}@example.com`);
    expect(await mailsFor(emailChangeRequested(change), 3)).toHaveLength(2);
    expect(await mailsOf(user)).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
  });

  it("is sent a link to the page that verifies it, with a token that is good for that alone", async () => {
    const user = await makeUser();
    const tokenId = await makeToken(user, "verify_email", user.email);
    const [mail] = await mailsFor(userRegistered({ user_id: user.id, token_id: tokenId }));
    if (!mail) throw new Error("no mail");
    const [, page, token = ""] = /(\S+)\?token=(\S+)/.exec(mail.text) ?? [];
    expect(page).toBe(`${env.ACCOUNT_URL}/verify-email`);
    expect(mail.html).toContain(`href="${page}?token=${token}"`);
    expect(mail.text).toContain("Hello Ada,");
    const { ctx } = testCtx();
    expect(await usableToken(ctx, token, ["verify_email"])).toMatchObject({
      id: tokenId,
      email: user.email,
    });
    await expect(usableToken(ctx, token, ["reset_password"])).rejects.toMatchObject({
      code: "auth.token_unusable",
    });
  });
});

describe("links that were asked for", () => {
  it("go to the account's address: one to verify it, one for a new password", async () => {
    const user = await makeUser();
    const [verify, reset] = [
      await makeToken(user, "verify_email", user.email),
      await makeToken(user, "reset_password", user.email),
    ];
    await happen(
      verificationRequested({ user_id: user.id, token_id: verify }),
      passwordResetRequested({ user_id: user.id, token_id: reset }),
    );
    expect(await mailsOf(user)).toEqual([
      sent(user.email, "reset-password"),
      sent(user.email, "verify-email"),
    ]);
  });

  it("for no account are no mail, and the event is done", async () => {
    const before = await value("SELECT COUNT(*) FROM notifications");
    await happen(verificationRequested({}), passwordResetRequested({}));
    expect(await value("SELECT COUNT(*) FROM notifications")).toBe(before);
  });

  it("are not sent once they are used, expired, made for an address that the account has left, or to a disabled account", async () => {
    const user = await makeUser();
    const disabled = await makeUser("disabled");
    const barred = await makeToken(disabled, "reset_password", disabled.email);
    const used = await makeToken(user, "reset_password", user.email);
    const expired = await makeToken(user, "reset_password", user.email);
    const left = await makeToken(user, "reset_password", "before@example.com");
    const { ctx } = testCtx();
    await commit(ctx, { statements: [useOneTimeTokenStmt(used)] });
    await env.DB.prepare("UPDATE one_time_tokens SET expires_at = ? WHERE id = ?")
      .bind(isoTime(addSeconds(new Date(), -1)), expired)
      .run();
    await happen(
      ...[used, expired, left].map((id) => passwordResetRequested({ user_id: user.id, token_id: id })),
    );
    await happen(passwordResetRequested({ user_id: disabled.id, token_id: barred }));
    expect(await mailsOf(user)).toEqual([]);
    expect(await mailsOf(disabled)).toEqual([]);
  });

  it("say until when they work", async () => {
    const user = await makeUser();
    const id = await makeToken(user, "reset_password", user.email);
    await env.DB.prepare("UPDATE one_time_tokens SET expires_at = '2096-03-14T16:04:05.000Z' WHERE id = ?")
      .bind(id)
      .run();
    const [mail] = await mailsFor(passwordResetRequested({ user_id: user.id, token_id: id }));
    expect(mail?.text).toContain("works once, until 14 March 2096 at 16:04 UTC");
  });
});

describe("what happens to an account", () => {
  it("is told to its owner: a repeated registration, a new password, each step of the second factor", async () => {
    const user = await makeUser();
    const about = { user_id: user.id };
    await happen(
      registrationRepeated(about),
      passwordChanged(about),
      secondFactorChanged({ ...about, change: "enabled" }),
      secondFactorChanged({ ...about, change: "recovery_code_used" }),
      secondFactorChanged({ ...about, change: "disabled" }),
    );
    expect(await mailsOf(user)).toEqual([
      sent(user.email, "already-registered"),
      sent(user.email, "password-changed"),
      sent(user.email, "second-factor-disabled"),
      sent(user.email, "second-factor-enabled"),
      sent(user.email, "second-factor-recovery-code-used"),
    ]);
  });

  it("names a new device, its country and the time of the login, and the way to a new password", async () => {
    const user = await makeUser();
    const event = newDeviceSeen({ user_id: user.id, session_id: await makeSession(user) });
    const [mail] = await mailsFor(event);
    expect(mail?.to).toBe(user.email);
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain("Firefox on Linux, in or near New Zealand, on 14 March 2026 at 15:04 UTC");
      expect(part).toContain(`${env.ACCOUNT_URL}/forgot-password`);
    }
  });

  it("is told when the account is closed, not when it is opened or only the role changes, and not too late", async () => {
    const standing = (
      user_id: string,
      status: "active" | "deactivated" | "disabled",
      changed: "role" | "status",
    ) => userStandingChanged({ user_id, role: "customer", status, changed: [changed] });
    const [active, deactivated, disabled, reopened] = [
      await makeUser(),
      await makeUser("deactivated"),
      await makeUser("disabled"),
      await makeUser(),
    ];
    await happen(
      standing(active.id, "active", "role"),
      standing(deactivated.id, "deactivated", "status"),
      standing(disabled.id, "disabled", "status"),
      standing(disabled.id, "disabled", "role"),
      standing(reopened.id, "disabled", "status"),
    );
    expect(await mailsOf(active)).toEqual([]);
    expect(await mailsOf(reopened)).toEqual([]);
    expect(await mailsOf(deactivated)).toEqual([sent(deactivated.email, "account-deactivated")]);
    expect(await mailsOf(disabled)).toEqual([sent(disabled.email, "account-disabled")]);
  });
});

describe("a change of address", () => {
  it("asks both addresses, each with a link of its own", async () => {
    const user = await makeUser();
    const newEmail = `${unique("new")}@example.com`;
    const event = emailChangeRequested(await makeEmailChange(user, newEmail));
    await happen(event);
    expect(await mailsOf(user)).toEqual([sent(user.email, "leave-address"), sent(newEmail, "take-address")]);

    const mails = await mailsFor(event);
    const tokens = new Map(mails.map((mail) => [mail.to, /\?token=(\S+)/.exec(mail.text)?.[1] ?? ""]));
    const { ctx } = testCtx();
    for (const [address, purpose] of [
      [user.email, "change_email_current"],
      [newEmail, "change_email_new"],
    ] as const) {
      const row = await usableToken(ctx, tokens.get(address) ?? "", [purpose]);
      expect(row).toMatchObject({ email: address, user_id: user.id });
    }
    // The owner of the account has to know what they consent to; the new address may be a stranger's.
    expect(mails.find((mail) => mail.to === user.email)?.text).toContain(newEmail);
    expect(mails.find((mail) => mail.to === newEmail)?.text).not.toContain(user.email);
  });

  it("sends the same mails, and records the same, when the new address has an account already", async () => {
    const [user, other] = [await makeUser(), await makeUser()];
    await happen(emailChangeRequested(await makeEmailChange(user, other.email)));
    expect(await mailsOf(user)).toEqual([
      sent(user.email, "leave-address"),
      sent(other.email, "take-address"),
    ]);
    expect(await mailsOf(other)).toEqual([]);
  });

  it("is told to the old address alone when it is done", async () => {
    const user = await makeUser();
    const { email_change_id } = await makeEmailChange(user, `${unique("new")}@example.com`);
    await env.DB.prepare("UPDATE users SET email = 'moved-' || email WHERE id = ?").bind(user.id).run();
    await happen(emailChanged({ user_id: user.id, email_change_id }));
    expect(await mailsOf(user)).toEqual([sent(user.email, "address-changed")]);
  });
});

describe("somebody who was erased", () => {
  it("gets no mail about the account, whatever happened before", async () => {
    const user = await makeUser("erased");
    const about = { user_id: user.id };
    const change = await makeEmailChange(user, `${unique("new")}@example.com`);
    await happen(
      userRegistered({ ...about, token_id: await makeToken(user, "verify_email", user.email) }),
      registrationRepeated(about),
      passwordChanged(about),
      newDeviceSeen({ ...about, session_id: await makeSession(user) }),
      emailChangeRequested(change),
      emailChanged({ ...about, email_change_id: change.email_change_id }),
      secondFactorChanged({ ...about, change: "disabled" }),
    );
    expect(await mailsOf(user)).toEqual([]);
  });

  it("gets no mail about an order that has lost its address", async () => {
    const variant = await makeVariant();
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    await eventsDelivered();
    await env.DB.prepare("UPDATE orders SET email = 'erased@erased.invalid' WHERE id = ?")
      .bind(placed.body.id)
      .run();
    expect(await mailsFor(orderPaid({ order_id: placed.body.id }))).toEqual([]);
    expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", placed.body.id)).toBe(1);
  });

  it("is found nowhere in the record of mails, which otherwise stays, as do those of others", async () => {
    const [user, other] = [await makeUser(), await makeUser()];
    const email = `${unique("shopper")}@example.com`;
    const variant = await makeVariant();
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }], email));
    const newEmail = `${unique("new")}@example.com`;
    await happen(
      passwordChanged({ user_id: user.id }),
      passwordChanged({ user_id: other.id }),
      emailChangeRequested(await makeEmailChange(user, newEmail)),
    );
    // Erasing somebody leaves an entry in the audit log, without which the log believes no such event.
    await commit(testCtx().ctx, {
      statements: [],
      audit: { action: "customer.erase", entity: "customer", entityId: user.id },
    });
    const erased = customerErased({ customer_id: user.id, order_ids: [placed.body.id] });
    await happen(erased, erased);
    const nowhere = "erased@erased.invalid";
    expect(await mailsOf(user)).toEqual([
      sent(nowhere, "leave-address"),
      sent(nowhere, "password-changed"),
      sent(nowhere, "take-address"),
    ]);
    expect(
      await rows("SELECT recipient, template, status FROM notifications WHERE order_id = ?", placed.body.id),
    ).toEqual([{ recipient: nowhere, template: "order-confirmation", status: "sent" }]);
    expect(await mailsOf(other)).toEqual([sent(other.email, "password-changed")]);
    const table = JSON.stringify(await rows("SELECT * FROM notifications"));
    for (const address of [user.email, newEmail, email]) expect(table).not.toContain(address);
  });
});
