import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { customerErased } from "../../src/modules/customers/index.ts";
import { commit } from "../../src/platform/commit.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, eventually, eventsDelivered, rows, value } from "../support/api.ts";
import { auditCtx, breaches, emptyLog, seal } from "../support/audit.ts";
import { findPersonalData } from "../support/personal-data.ts";

const NAME = "Hedwig Unvergleichlich";

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await emptyLog();
});

/** What staff might have written about a person: into the person's own entries and into one about something else. */
async function writeAbout(person: TestUser, count = 3): Promise<void> {
  const about = Array.from({ length: count }, (_, index) => ({
    action: "user.rename",
    entity: index % 2 ? "customer" : "user",
    entityId: person.id,
    before: { name: NAME },
    after: index % 3 === 0 ? undefined : { name: `${NAME} ${index}` },
  }));
  const other = { action: "product.update", entity: "product", entityId: "p", before: { name: "Kettle" } };
  await commit(auditCtx(), { statements: [], audit: [...about, other] });
}

async function erase(person: TestUser): Promise<void> {
  const answer = await api("DELETE", "/api/v1/customers/me", { headers: person.headers });
  expect(answer.status, JSON.stringify(answer.body)).toBe(204);
  await eventsDelivered();
}

describe("erasing a person from the audit log", () => {
  it.each(["before", "after"])(
    "leaves nothing of the content, who did what and when, and a chain that is whole, %s sealing",
    async (when) => {
      const person = await makeUser();
      await writeAbout(person);
      if (when === "after") await seal();
      expect(await findPersonalData([NAME])).toEqual(["DB.audit_log"]);
      await erase(person);
      expect(await findPersonalData([NAME])).toEqual([]);
      expect(await breaches()).toEqual([]);
      await seal();
      expect(await breaches(2)).toEqual([]);
      const kept = await rows(
        "SELECT action, entity_id FROM audit_log WHERE erased_at IS NOT NULL AND salt IS NULL",
      );
      expect(kept).toEqual(
        Array.from({ length: 3 }, () => ({ action: "user.rename", entity_id: person.id })),
      );
      expect(await value("SELECT before FROM audit_log WHERE entity = 'product'")).toBe('{"name":"Kettle"}');
      expect(
        await rows("SELECT action, after FROM audit_log WHERE action LIKE '%.erase' ORDER BY seq"),
      ).toEqual([
        { action: "customer.erase", after: '{"orders":0}' },
        { action: "audit.erase", after: '{"rows":3}' },
      ]);
    },
  );

  it("goes through more rows than one step takes", async () => {
    const person = await makeUser();
    for (let part = 0; part < 11; part++) await writeAbout(person, 100);
    await erase(person);
    await eventually(async () => (await findPersonalData([NAME])).length === 0);
    await seal();
    expect(await breaches()).toEqual([]);
    expect(await value("SELECT SUM(after ->> 'rows') FROM audit_log WHERE action = 'audit.erase'")).toBe(
      1_100,
    );
  });

  it("changes nothing when its event comes again", async () => {
    const person = await makeUser();
    await writeAbout(person);
    await erase(person);
    const before = await rows("SELECT * FROM audit_log");
    await commit(auditCtx(), {
      statements: [],
      events: [customerErased({ customer_id: person.id, order_ids: [] })],
    });
    await eventsDelivered();
    expect(await rows("SELECT * FROM audit_log")).toEqual(before);
  });

  it("cannot be had by an event for somebody who was not erased", async () => {
    const person = await makeUser();
    await writeAbout(person);
    await env.DB.prepare(
      "INSERT INTO outbox (id, type, payload, occurred_at) VALUES (?, 'customer.erased', ?, '2026-01-01T00:00:00.000Z')",
    )
      .bind(person.id, JSON.stringify({ customer_id: person.id, order_ids: [] }))
      .run();
    const { eraseFromAudit } = await import("../../src/modules/audit/erase-from-audit.ts");
    await expect(eraseFromAudit(auditCtx(), person.id, [])).rejects.toThrow("does not say");
    await rows(
      `INSERT INTO audit_log (id, at, actor_kind, request_id, action, entity, entity_id)
       VALUES ('forged', '2026-01-01T00:00:00.000Z', 'user', 'r', 'customer.erase', 'customer', ?)`,
      person.id,
    );
    await expect(eraseFromAudit(auditCtx(), person.id, [])).rejects.toThrow("does not say");
    expect(await findPersonalData([NAME])).toEqual(["DB.audit_log"]);
    await rows("DELETE FROM outbox WHERE id = ?", person.id);
  });

  it("cannot be imitated: a mark is good for one row and time", async () => {
    const person = await makeUser();
    await writeAbout(person);
    await erase(person);
    const [erased] = await rows<{ erased_at: string; erasure_mark: string }>(
      "SELECT erased_at, erasure_mark FROM audit_log WHERE erased_at IS NOT NULL LIMIT 1",
    );
    await rows(
      "UPDATE audit_log SET before = NULL, after = NULL, salt = NULL, erased_at = ?, erasure_mark = ? WHERE entity = 'product'",
      erased?.erased_at,
      erased?.erasure_mark,
    );
    const seq = await value("SELECT seq FROM audit_log WHERE entity = 'product'");
    expect(await breaches()).toEqual([`altered ${seq}`]);
  });

  it("is seen when its mark or time is changed, or something is written into an erased row", async () => {
    const person = await makeUser();
    await writeAbout(person);
    await erase(person);
    await seal();
    await rows("UPDATE audit_log SET erased_at = NULL, erasure_mark = NULL WHERE seq = 1");
    await rows("UPDATE audit_log SET erased_at = '2026-01-01T00:00:00.000Z' WHERE seq = 2");
    await rows("UPDATE audit_log SET before = '{}' WHERE seq = 3");
    expect(await breaches()).toEqual(["altered 1", "altered 2", "altered 3"]);
  });

  it("does not take away that the person was erased", async () => {
    const person = await makeUser();
    await erase(person);
    await rows("UPDATE audit_log SET after = NULL WHERE action = 'customer.erase'");
    expect(await breaches()).toEqual([
      `altered ${await value("SELECT seq FROM audit_log WHERE action = 'customer.erase'")}`,
    ]);
  });
});
