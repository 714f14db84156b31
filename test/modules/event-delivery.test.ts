import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { commit } from "../../src/platform/commit.ts";
import { createCtx, setClock } from "../../src/platform/ctx.ts";
import {
  defineEvent,
  type EventEnvelope,
  type EventMessage,
  subscribe,
  type Subscriber,
  type SubscriberOptions,
} from "../../src/platform/events.ts";
import { firstIdAt } from "../../src/platform/ids.ts";
import { runJob } from "../../src/platform/jobs.ts";
import { setRegistered } from "../../src/platform/registered.ts";
import { jobs, subscribers } from "../../src/registry.ts";
import worker from "../../workers/main.ts";
import { asStaff, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";

const happened = defineEvent("test.happened", z.object({ n: z.int() }), "Something happened.");
const renamed = defineEvent("test.renamed", z.object({ name: z.string() }), "Something got a name.", {
  version: 2,
  upgrade: (payload) => ({ name: (payload as { title: string }).title }),
});

interface Outgoing {
  body: EventMessage;
  delaySeconds?: number;
}

/** What went to the queue and was not delivered yet. */
let sent: Outgoing[] = [];
/** The shop, whose queue is in the hands of the test and may refuse a batch; its database can be taken away. */
let isDown = false;
let refused = 0;
/** The longest text that was bound to a statement: D1 takes up to 2,000,000 bytes, this one here any. */
let longest = 0;
const shop: Env = {
  ...env,
  EVENTS: {
    sendBatch: (batch: Iterable<Outgoing>) => {
      if (refused-- > 0) return Promise.reject(new Error("the queue refuses it"));
      sent.push(...batch);
      return Promise.resolve();
    },
  } as unknown as Env["EVENTS"],
  DB: new Proxy(env.DB, {
    get(target, property) {
      const method: unknown = Reflect.get(target, property);
      if (typeof method !== "function") return method;
      return (...parameters: unknown[]): unknown => {
        if (isDown) throw new Error("D1_ERROR: the database is away");
        const result = (method as (...list: unknown[]) => unknown).apply(target, parameters);
        if (property !== "prepare") return result;
        const statement = result as D1PreparedStatement;
        return {
          bind: (...values: unknown[]) => {
            longest = Math.max(longest, ...values.map((value) => String(value).length));
            return statement.bind(...values);
          },
        };
      };
    },
  }),
};

let now = Date.now();
const later = (seconds: number) => (now += seconds * 1_000);

beforeAll(async () => {
  await rows("CREATE TABLE effects (subscriber TEXT NOT NULL, event_id TEXT NOT NULL)");
});

beforeEach(async () => {
  await env.DB.batch(
    ["effects", "event_retries", "dead_letters", "event_replays", "outbox", "alerts"].map((table) =>
      env.DB.prepare(`DELETE FROM ${table}`),
    ),
  );
  sent = [];
  now = Date.now();
  setClock(() => new Date(now));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

afterEach(() => {
  isDown = false;
  refused = 0;
  setClock(undefined);
  setRegistered({ jobs, subscribers });
  vi.restoreAllMocks();
});

/** A subscriber with an effect that can be counted; `first` may throw, or never return. */
function counting(
  name: string,
  first: (n: number, envelope: EventEnvelope) => void | Promise<void> = () => undefined,
  options: SubscriberOptions<{ n: number }> = {},
): Subscriber {
  const handle = async (ctx: ReturnType<typeof ctxOf>, { n }: { n: number }, envelope: EventEnvelope) => {
    await first(n, envelope);
    await commit(ctx, { statements: [sql`INSERT INTO effects VALUES (${name}, ${envelope.id})`] });
  };
  return subscribe(name, happened, handle, options);
}

function ctxOf() {
  return createCtx(
    shop,
    { kind: "system", job: "test" },
    { waitUntil: (work) => void work.catch(() => undefined) },
  );
}

const hear = (...list: Subscriber[]) => setRegistered({ jobs, subscribers: list });

/** Commits events, and takes what the relay hands to the queue. */
async function emit(...numbers: number[]): Promise<EventMessage[]> {
  await commit(ctxOf(), { statements: [], events: numbers.map((n) => happened({ n })) });
  return sent.splice(0).map(({ body }) => body);
}

async function deliver(bodies: EventMessage[], { attempts = 1, queue = "edge-commerce-events" } = {}) {
  const batch = createMessageBatch(
    queue,
    bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(now), attempts, body })),
  );
  const execution = createExecutionContext();
  await worker.queue(batch, shop, execution);
  return getQueueResult(batch, execution);
}

/** Lets the time pass after which the queue delivers what is to come later, and delivers it. Tells the delay. */
async function retried(): Promise<number> {
  const [message, ...others] = sent.splice(0);
  if (!message || others.length > 0) throw new Error("there is not exactly one message");
  later(message.delaySeconds ?? 0);
  await deliver([message.body]);
  return message.delaySeconds ?? 0;
}

/** How often each subscriber had its effect. */
const effects = () =>
  rows<{ subscriber: string; times: number; events: number }>(
    "SELECT subscriber, COUNT(*) AS times, COUNT(DISTINCT event_id) AS events FROM effects GROUP BY 1 ORDER BY 1",
  );
const retries = () =>
  rows<{ subscriber: string; attempts: number; last_error: string }>(
    "SELECT subscriber, attempts, last_error FROM event_retries ORDER BY event_id, subscriber",
  );
const once = (subscriber: string, events = 1) => ({ subscriber, times: events, events });

async function ops<Body = Record<string, unknown>>(method: string, path: string, body?: unknown) {
  const headers = await asStaff(["system:admin"]);
  const answer = await callWith<Body>(shop, method, `/api/v1/ops/${path}`, { body, headers });
  return answer;
}

const job = async (name: string) => {
  const found = jobs.find((each) => each.name === name);
  if (!found) throw new Error(`there is no job ${name}`);
  expect(await runJob(ctxOf(), found)).toBe(true);
};

interface Letter {
  id: string;
  subscriber: string;
  status: string;
  attempts: number;
  deaths: number;
  error: string;
  event?: EventEnvelope;
}

describe("a subscriber that throws", () => {
  it("three times gets the event a fourth time, at growing delays; the others got it once", async () => {
    let failures = 3;
    hear(
      counting("before"),
      counting("flaky", (n) => {
        if (n === 1 && failures-- > 0) throw new Error("mail to ada@example.com failed");
      }),
      counting("after"),
    );
    const messages = await emit(1, 2);
    const { explicitAcks, retryMessages } = await deliver(messages);
    expect([explicitAcks.length, retryMessages.length]).toEqual([2, 0]);
    expect(await value("SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL")).toBe(0);
    expect(await effects()).toEqual([once("after", 2), once("before", 2), once("flaky", 1)]);
    expect(await retries()).toEqual([
      { subscriber: "flaky", attempts: 1, last_error: "mail to ***@*** failed" },
    ]);
    // Before it is due it does nothing.
    await deliver(sent.map(({ body }) => body));
    const delays = [await retried(), await retried(), await retried()];
    for (const [index, least] of [5, 10, 20].entries()) {
      expect(delays[index]).toBeGreaterThanOrEqual(least);
      expect(delays[index]).toBeLessThan(least * 1.3);
    }
    expect(await effects()).toEqual([once("after", 2), once("before", 2), once("flaky", 2)]);
    expect([await retries(), sent]).toEqual([[], []]);
  });

  it("for ever ends in the dead letters after half a day, is replayed by hand, and has its effect once", async () => {
    let isBroken = true;
    hear(
      counting("good"),
      counting("bad", () => {
        if (isBroken) throw new Error("nothing goes");
      }),
    );
    const [event] = await emit(7);
    await deliver([event as EventMessage]);
    let waited = 0;
    for (let attempt = 2; attempt <= 20; attempt++) waited += await retried();
    expect(waited).toBeGreaterThan(10 * 3_600);
    expect(sent).toEqual([]);
    expect(await retries()).toEqual([]);
    const list = await ops<{ data: Letter[] }>("GET", "dead-letters?type=test.happened&subscriber=bad");
    expect(list.body.data).toMatchObject([
      {
        status: "open",
        attempts: 20,
        deaths: 1,
        error: "nothing goes",
        allowed_transitions: ["replay", "discard"],
      },
    ]);
    const id = list.body.data[0]?.id ?? "";
    expect((await ops<Letter>("GET", `dead-letters/${id}`)).body.event).toMatchObject({
      id: event?.id,
      payload: { n: 7 },
    });
    const alerts = () =>
      rows<{ entity_id: string; event_id: string; resolved: number }>(
        "SELECT entity_id, details ->> 'event_id' AS event_id, resolved_at IS NOT NULL AS resolved FROM alerts WHERE code = 'event.dead_letter'",
      );
    const alert = { entity_id: "bad", event_id: event?.id };
    expect(await alerts()).toEqual([{ ...alert, resolved: 0 }]);
    expect((await ops("GET", "events/backlog")).body).toMatchObject({
      undelivered: 0,
      retrying: 0,
      dead_letters_open: 1,
    });

    // Replayed while it is still broken it comes back, and is counted.
    const replayed = await ops<Letter>("POST", `dead-letters/${id}/replay`);
    expect(replayed.body).toMatchObject({ status: "replayed", allowed_transitions: [] });
    expect((await ops("POST", `dead-letters/${id}/replay`)).body["code"]).toBe("dead_letter.closed");
    expect(await alerts()).toEqual([{ ...alert, resolved: 1 }]);
    for (let attempt = 1; attempt <= 20; attempt++) await retried();
    expect(await alerts()).toEqual([{ ...alert, resolved: 0 }]);
    expect((await ops("GET", `dead-letters/${id}`)).body).toMatchObject({
      status: "open",
      attempts: 40,
      deaths: 2,
    });

    isBroken = false;
    const many = await ops("POST", "dead-letters/replay", { subscriber: "bad" });
    expect(many.body).toEqual({ replayed: 1, has_more: false });
    const message = sent.splice(0)[0]?.body as EventMessage;
    await Promise.all([deliver([message, message]), deliver([message]), deliver([message])]);
    await deliver([message]);
    expect(await effects()).toEqual([once("bad"), once("good")]);
    expect((await ops("POST", "dead-letters/replay", { ids: [id] })).body).toEqual({
      replayed: 0,
      has_more: false,
    });
    expect(await retries()).toEqual([]);
  });

  it("is tried by one consumer at a time, though its message comes to several, and the first delivery, too", async () => {
    let tries = 0;
    hear(
      counting("slow", async () => {
        tries += 1;
        await new Promise((resolve) => setTimeout(resolve, 30));
        if (tries <= 3) throw new Error("not yet");
      }),
    );
    const [event] = await emit(1);
    await Promise.all([
      deliver([event as EventMessage]),
      deliver([event as EventMessage]),
      deliver([event as EventMessage]),
    ]);
    expect(await retries()).toEqual([{ subscriber: "slow", attempts: 1, last_error: "not yet" }]);
    const [message] = sent.splice(0);
    later(10);
    await Promise.all(Array.from({ length: 5 }, () => deliver([message?.body as EventMessage])));
    expect(tries).toBe(4);
    expect(await effects()).toEqual([once("slow")]);
  });

  it("is tried again though the message that says so was lost", async () => {
    let isBroken = true;
    hear(
      counting("bad", () => {
        if (isBroken) throw new Error("no");
      }),
    );
    await deliver(await emit(1));
    sent = [];
    isBroken = false;
    later(60);
    await job("events.resend");
    expect(sent).toEqual([]);
    later(7);
    await job("events.resend");
    await job("events.resend");
    await retried();
    expect(await effects()).toEqual([once("bad")]);
  });
});

describe("a subscriber that merges", () => {
  it("gets a new event also when one that it has processed comes with it; what the queue refuses holds up nothing else", async () => {
    hear(counting("merging", undefined, { merge: ([first = { n: 0 }]) => first }));
    const [one, other] = (await emit(1, 2)) as [EventMessage, EventMessage];
    await deliver([one]);
    await deliver([one, other]);
    expect(await effects()).toEqual([once("merging", 2)]);
    refused = 1;
    expect(await emit(...Array.from({ length: 150 }, (_, n) => n))).toHaveLength(50);
  });
});

describe("a subscriber that takes several together", () => {
  it("takes them in one commit that records each; one that it has processed, or that comes twice, keeps no other from it", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const calls: number[][] = [];
    const together = async (ctx: ReturnType<typeof ctxOf>, payloads: { n: number }[]) => {
      calls.push(payloads.map(({ n }) => n));
      const values = payloads.map(({ n }) => sql`('together', ${String(n)})`);
      await commit(ctx, { statements: [sql`INSERT INTO effects VALUES ${sql.join(values, sql`, `)}`] });
    };
    hear(counting("together", undefined, { together }));
    const [one, two, three] = (await emit(1, 2, 3)) as [EventMessage, EventMessage, EventMessage];
    await deliver([one, two]);
    expect(await effects()).toEqual([once("together", 2)]);
    expect(await value("SELECT COUNT(*) FROM processed_events WHERE subscriber = 'together'")).toBe(2);
    await deliver([two, three, three]);
    expect(calls).toEqual([
      [1, 2],
      [2, 3, 3],
    ]);
    expect(await effects()).toEqual([once("together", 3)]);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining("together they failed"));
    expect(await retries()).toEqual([]);
  });
});

describe("a subscriber that ends the isolate", () => {
  it("is set aside after its second try, in which all others go through, and ends in the dead letters", async () => {
    let enter: () => void = () => undefined;
    hear(
      counting("killer", (n) => {
        if (n !== 3) return;
        enter();
        return new Promise<void>(() => undefined);
      }),
      counting("good"),
    );
    /** The isolate ends where the killer would never return. Tells whether that happened. */
    const killed = async (bodies: EventMessage[], attempts: number) => {
      const dead = new Promise<boolean>((resolve) => (enter = () => resolve(true)));
      return Promise.race([dead, deliver(bodies, { attempts }).then(() => false)]);
    };
    const messages = await emit(1, 2, 3, 4, 5);
    expect(await killed(messages, 1)).toBe(true);
    expect(await retries()).toEqual([]);
    expect(await killed(messages, 2)).toBe(true);
    expect(await retries()).toEqual([
      { subscriber: "killer", attempts: 2, last_error: "The run was cut off." },
    ]);
    expect(await killed(messages, 3)).toBe(false);
    expect(await effects()).toEqual([once("good", 5), once("killer", 4)]);
    expect(await value("SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL")).toBe(0);

    const due = () => value<string>("SELECT due_at FROM event_retries");
    const delays: number[] = [];
    let message: EventMessage | undefined;
    for (let attempt = 3; attempt <= 20; attempt++) {
      delays.push((Date.parse(await due()) - now) / 1_000);
      now = Date.parse(await due()) + 61_000;
      await job("events.resend");
      message = sent.splice(0)[0]?.body;
      if (!message) throw new Error("nothing was sent again");
      // Others come in the same batch, again and again.
      const others = await emit(10 + attempt);
      expect(await killed([...others, message], 1)).toBe(true);
      expect(await killed([...others, message], 2)).toBe(false);
    }
    expect(delays.slice(0, 6)).toEqual([30, 30, 40, 80, 160, 320]);
    later(4_000);
    expect(await killed([message as EventMessage], 1)).toBe(false);
    expect(await retries()).toEqual([]);
    const { body } = await ops<{ data: Letter[] }>("GET", "dead-letters");
    expect(body.data).toMatchObject([
      { subscriber: "killer", error: "The last try was cut off.", deaths: 1 },
    ]);
    expect(await effects()).toEqual([once("good", 23), once("killer", 22)]);
  });
});

describe("when the database is away", () => {
  it("a failure that cannot be noted brings the message again; what was done by then is not done again", async () => {
    hear(
      counting("good"),
      counting("bad", (n) => {
        if (n === 1) isDown = true;
      }),
    );
    const messages = await emit(1);
    const first = await deliver(messages);
    expect(first.retryMessages).toHaveLength(1);
    expect((await deliver(messages, { attempts: 4 })).retryMessages).toHaveLength(1);
    isDown = false;
    expect(await value("SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL")).toBe(1);
    hear(counting("good"), counting("bad"));
    expect((await deliver(messages, { attempts: 5 })).retryMessages).toEqual([]);
    expect(await effects()).toEqual([once("bad"), once("good")]);
    expect(await retries()).toEqual([]);
  });

  it("for longer than the queue tries, each subscriber that the event did not get to has a dead letter", async () => {
    hear(counting("one"), counting("two"), counting("three"));
    const [event] = await emit(1);
    await rows("INSERT INTO processed_events VALUES ('two', ?, '2026-01-01T00:00:00.000Z')", event?.id);
    const dead = { queue: "edge-commerce-events-dlq-staging", attempts: 1 };
    isDown = true;
    expect((await deliver([event as EventMessage], dead)).retryMessages).toHaveLength(1);
    isDown = false;
    await deliver([event as EventMessage, event as EventMessage], dead);
    // A message to a single subscriber is only a reminder: its row is swept.
    await deliver([{ ...(event as EventMessage), subscriber: "two" }], dead);
    expect(await rows("SELECT subscriber, deaths FROM dead_letters ORDER BY subscriber")).toEqual([
      { subscriber: "one", deaths: 1 },
      { subscriber: "three", deaths: 1 },
    ]);
    await ops("POST", "dead-letters/replay", { type: "test.happened" });
    await deliver(sent.splice(0).map(({ body }) => body));
    expect(await effects()).toEqual([once("one"), once("three")]);
  });
});

describe("dead letters", () => {
  const letter = (id: string, subscriber: string) =>
    rows(
      `INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at)
       VALUES (?1, ?2, ?3, 'test.happened', json_object('id', ?2, 'type', 'test.happened', 'occurred_at', ?4, 'payload', json_object('n', 1)),
         20, 'open', ?4, ?4)`,
      id,
      `event-${id}`,
      subscriber,
      "2026-01-01T00:00:00.000Z",
    );
  const [A, B, C] = ["a", "b", "c"].map((end) => `00000000-0000-7000-8000-00000000000${end}`) as [
    string,
    string,
    string,
  ];

  it("are discarded with a reason; one that nobody hears any more stays open; those of former releases are for all", async () => {
    hear(counting("one"), counting("two"));
    await letter(A, "gone");
    await letter(B, "*");
    await letter(C, "one");
    const page = await ops<{ data: Letter[]; pagination: { next_cursor: string } }>(
      "GET",
      "dead-letters?limit=2",
    );
    expect(page.body.data.map(({ id }) => id)).toEqual([C, B]);
    const rest = await ops<{ data: Letter[] }>(
      "GET",
      `dead-letters?cursor=${page.body.pagination.next_cursor}`,
    );
    expect(rest.body.data.map(({ id }) => id)).toEqual([A]);
    expect((await ops("POST", `dead-letters/${A}/replay`)).body["code"]).toBe("event.subscriber_unknown");
    expect(
      (await ops("POST", "dead-letters/replay", { before: "2026-01-02T00:00:00Z", ids: [A, B] })).body,
    ).toEqual({
      replayed: 1,
      has_more: false,
    });
    await deliver(sent.splice(0).map(({ body }) => body));
    expect(await effects()).toEqual([once("one"), once("two")]);
    expect((await ops("POST", `dead-letters/${A}/discard`, { reason: "moved" })).body).toMatchObject({
      status: "discarded",
      reason: "moved",
    });
    expect((await ops("POST", `dead-letters/${A}/discard`, { reason: "again" })).status).toBe(409);
    expect((await ops("POST", "dead-letters/replay", {})).status).toBe(422);
    expect((await ops("GET", "dead-letters?status=discarded")).body["data"]).toHaveLength(1);
  });

  it("tell of a subscriber that was taken away while a further try was waiting", async () => {
    hear(
      counting("leaving", () => {
        throw new Error("no");
      }),
    );
    await deliver(await emit(1));
    hear(counting("staying"));
    // A release that is being rolled out beside this one may have it: it gets all its tries.
    for (let attempt = 2; attempt <= 20; attempt++) await retried();
    expect(await rows("SELECT subscriber, error, status FROM dead_letters")).toEqual([
      { subscriber: "leaving", error: "This release has no such subscriber.", status: "open" },
    ]);
  });
});

describe("events of other versions", () => {
  it("that were made before are upgraded, one made by a newer release waits for it", async () => {
    const heard: string[] = [];
    const named = (payloads: { name: string }[]) => ({ name: payloads.map(({ name }) => name).join("+") });
    hear(
      subscribe(
        "namer",
        renamed,
        (_, { name }) => {
          heard.push(name);
          return Promise.resolve();
        },
        { merge: named },
      ),
    );
    const event = { type: "test.renamed", occurred_at: new Date(now).toISOString() };
    const old = { ...event, id: "old", payload: { title: "before" } };
    const present = { ...event, id: "new", version: 2, payload: { name: "now" } };
    await deliver([old]);
    await deliver([old, present]);
    await deliver([{ ...event, id: "next", version: 3, payload: { names: ["then"] } }, present]);
    expect(heard).toEqual(["before", "before+now", "now"]);
    expect(await retries()).toMatchObject([{ subscriber: "namer", attempts: 1 }]);
    await commit(ctxOf(), { statements: [], events: [renamed({ name: "made" })] });
    expect(await rows("SELECT version, payload FROM outbox")).toEqual([
      { version: 2, payload: '{"name":"made"}' },
    ]);
  });

  it("are told apart in the catalog", async () => {
    const { body } = await ops<{ data: { type: string; version: number }[] }>("GET", "events/types");
    expect(body.data).toContainEqual({
      type: "test.renamed",
      version: 2,
      description: "Something got a name.",
      subscribers: [],
    });
    expect(new Set(subscribers.map(({ name }) => name)).size).toBe(subscribers.length);
  });
});

describe("a replay of the past", () => {
  const COUNT = 640;
  const hour = (ago: number) => new Date(now - ago * 3_600_000);

  /** Events that were delivered within the second hour from now, without a trace at the subscribers. */
  const past = () =>
    rows(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       INSERT INTO outbox (id, type, payload, occurred_at, delivered_at)
       SELECT ?2 || printf('-7000-8000-%012d', i), iif(i % 5 = 0, 'test.other', 'test.happened'), json_object('n', i, 'ids', printf('%05000d', i)), ?3, ?3 FROM n`,
      COUNT,
      firstIdAt(hour(2)),
      hour(2).toISOString(),
    );
  const OWN = COUNT - Math.floor(COUNT / 5);

  interface Replay {
    id: string;
    status: string;
    total: number;
    done: number;
    skipped: number;
  }
  const ask = async (body: Record<string, unknown>) => {
    const answer = await ops<Replay>("POST", "events/replays", { from: hour(3).toISOString(), ...body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    expect(answer.headers.get("Location")).toBe(`/api/v1/ops/events/replays/${answer.body.id}`);
    return answer.body;
  };
  const deliverAll = async () => {
    while (sent.length > 0) await deliver(sent.splice(0, 100).map(({ body }) => body));
  };

  it("reaches one subscriber with what it has missed, goes on after a crash, and does nothing twice", async () => {
    hear(counting("missed"), counting("other"));
    longest = 0;
    await past();
    await rows(
      "INSERT INTO processed_events SELECT 'missed', id, occurred_at FROM outbox WHERE type = 'test.happened' ORDER BY id LIMIT 450",
    );
    const replay = await ask({ subscriber: "missed" });
    expect(replay).toMatchObject({ status: "running", total: OWN, done: 0 });
    // What the request began with got no further than its first chunk; what it sent is lost.
    sent = [];
    await Promise.all([job("events.continue-replays"), job("events.resend")]);
    const at = await ops<Replay>("GET", `events/replays/${replay.id}`);
    expect(at.body).toMatchObject({ status: "running", skipped: 450, done: 450 });
    expect(longest).toBeLessThan(100_000);
    await deliverAll();
    later(700);
    await job("events.resend");
    await deliverAll();
    await job("events.continue-replays");
    const end = await ops<Replay>("GET", `events/replays/${replay.id}`);
    expect(end.body).toMatchObject({ status: "done", total: OWN, done: OWN, skipped: 450 });
    expect(await effects()).toEqual([once("missed", OWN - 450)]);
    // Asked for once more, all of it was done before.
    const second = await ask({ subscriber: "missed" });
    await job("events.continue-replays");
    await deliverAll();
    expect((await ops<{ data: Replay[] }>("GET", "events/replays")).body.data).toMatchObject([
      { id: second.id, status: "done", skipped: OWN },
      { id: replay.id },
    ]);
    expect(await effects()).toEqual([once("missed", OWN - 450)]);
  });

  it("is made again only for who may repeat it, and only for a range and subscriber that there is", async () => {
    hear(counting("strict"), counting("projection", undefined, { repeatable: true }));
    await deliver(await emit(1, 2));
    later(5);
    const range = { from: hour(1).toISOString(), again: true };
    const refused = (body: unknown) => ops("POST", "events/replays", body);
    expect((await refused({ ...range, subscriber: "strict" })).body["code"]).toBe("event.not_repeatable");
    expect((await refused({ ...range, subscriber: "nobody" })).body["code"]).toBe("event.subscriber_unknown");
    expect((await refused({ subscriber: "strict", from: hour(-1).toISOString() })).status).toBe(422);
    await ask({ ...range, subscriber: "projection" });
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    await deliverAll();
    expect(await effects()).toEqual([{ subscriber: "projection", times: 4, events: 2 }, once("strict", 2)]);
  });
});

describe("what is old", () => {
  it("is deleted, in portions, and nothing that is still of use", async () => {
    const day = (ago: number) => new Date(now - ago * 86_400_000);
    const id = (ago: number, n: number) => `${firstIdAt(day(ago))}-7000-8000-${String(n).padStart(12, "0")}`;
    const event = (ago: number, n: number, delivered: boolean) =>
      env.DB.prepare(
        "INSERT INTO outbox (id, type, payload, occurred_at, delivered_at) VALUES (?, 'test.happened', '{}', ?, ?)",
      ).bind(id(ago, n), day(ago).toISOString(), delivered ? day(ago).toISOString() : null);
    const processed = (subscriber: string, ago: number, eventId = id(ago, 1)) =>
      env.DB.prepare("INSERT INTO processed_events VALUES (?, ?, ?)").bind(
        subscriber,
        eventId,
        day(ago).toISOString(),
      );
    await env.DB.batch([
      env.DB.prepare("DELETE FROM processed_events"),
      event(31, 1, true),
      event(31, 2, false),
      event(29, 1, true),
      ...["a", "b", "c"].flatMap((name) => [processed(name, 36), processed(name, 34)]),
      // Still to be delivered to others, and still to be replayed to them.
      event(50, 1, false),
      processed("of-outbox", 50),
      processed("of-letter", 51),
      env.DB.prepare(
        `INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at)
         VALUES ('4', ?1, '*', 't', '{}', 1, 'open', ?2, ?2)`,
      ).bind(id(51, 1), day(51).toISOString()),
      // A cart's filling, told of a day ago: the cart is older.
      processed("cart.tell-abandoned", 1, `${id(50, 1)}:2`),
      env.DB.prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
         INSERT INTO processed_events SELECT 'many', printf('%s-8000-%012d', ?, i), ? FROM n`,
      ).bind(firstIdAt(day(40)), day(40).toISOString()),
    ]);
    for (const [n, status, closed] of [
      [1, "replayed", day(91).toISOString()],
      [2, "open", null],
      [3, "discarded", day(89).toISOString()],
    ] as const)
      await rows(
        `INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at, closed_at)
         VALUES (?1, ?1, 's', 't', '{}', 1, ?2, ?3, ?3, ?4)`,
        String(n),
        status,
        day(100).toISOString(),
        closed,
      );
    await job("events.prune");
    expect(await rows("SELECT id FROM outbox ORDER BY id")).toEqual(
      [id(50, 1), id(31, 2), id(29, 1)].map((kept) => ({ id: kept })),
    );
    expect(await rows("SELECT subscriber, processed_at FROM processed_events ORDER BY 1")).toEqual([
      ...["a", "b", "c"].map((subscriber) => ({ subscriber, processed_at: day(34).toISOString() })),
      { subscriber: "cart.tell-abandoned", processed_at: day(1).toISOString() },
      { subscriber: "of-letter", processed_at: day(51).toISOString() },
      { subscriber: "of-outbox", processed_at: day(50).toISOString() },
    ]);
    expect(await rows("SELECT id FROM dead_letters ORDER BY id")).toEqual([
      { id: "2" },
      { id: "3" },
      { id: "4" },
    ]);
  });
});
