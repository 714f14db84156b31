import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { asStaff } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

interface Line {
  message: string;
  request_id: string;
  route: string;
  status: number;
  code?: string;
  actor: string;
  actor_id?: string;
  order_id?: string;
  version?: string;
  io: Record<string, { calls: number; ms: number; failed?: number }>;
}

const talkative: Env = {
  ...env,
  LOG_LEVEL: "info",
  CF_VERSION: { id: "v-7", tag: "", timestamp: "" },
};

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  for (const method of ["log", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((line: unknown) => void lines.push(String(line)));
  }
});
afterEach(() => void vi.restoreAllMocks());

/** Calls the API and gives the one line that was written about the request. */
async function lineOf(
  method: string,
  path: string,
  call: Parameters<typeof callWith>[3] = {},
): Promise<Line> {
  lines = [];
  const { headers } = await callWith(talkative, method, path, call);
  const id = headers.get("X-Request-Id");
  const own = lines.map((line) => JSON.parse(line) as Line).filter((line) => line.message === "request");
  expect(own.map((line) => line.request_id)).toEqual([id]);
  return own[0] as Line;
}

describe("the line about a request", () => {
  it("names route, status, who asked, the order, the version, and each store that was used", async () => {
    const token = await readyCart([{ variant: await makeVariant(), quantity: 1 }]);
    const headers = { "X-Cart-Token": token, "Idempotency-Key": unique("key") };
    const placed = await lineOf("POST", "/api/v1/orders", {
      headers,
      body: { payment_method: "pm_card_visa" },
    });
    expect(placed).toMatchObject({
      route: "/api/v1/orders",
      status: 201,
      actor: "guest",
      version: "v-7",
      io: { cart: { calls: 2 }, d1: { calls: 3 }, stripe: { calls: 1 } },
    });
    const order = await placeOrder(await readyCart([{ variant: await makeVariant(), quantity: 1 }]));
    const user = await makeUser({ role: "staff" });
    const read = await lineOf("GET", `/api/v1/orders/${order.body.id}`, { headers: user.headers });
    expect(read).toMatchObject({ order_id: order.body.id, actor: "user", actor_id: user.id, status: 200 });
    expect(read.io).toMatchObject({ d1: { calls: 1 } });
    expect(read.code).toBeUndefined();
  });

  it("names the problem that was answered, whether refused, invalid, malformed or our fault", async () => {
    const staff = await asStaff(["catalog:read"]);
    expect((await lineOf("GET", "/api/v1/orders", { headers: staff })).code).toBe("auth.forbidden");
    expect((await lineOf("GET", "/api/v1/products?limit=-1")).code).toBe("request.invalid");
    const orders = await asStaff(["order:manage"]);
    const down = () => Promise.reject(new Error("D1_ERROR: gone"));
    const statement = { bind: () => statement, all: down, first: down, run: down };
    const DB = { prepare: () => statement, batch: down } as unknown as D1Database;
    await callWith(talkative, "GET", "/api/v1/orders", { headers: orders });
    lines = [];
    const { status } = await callWith({ ...talkative, DB }, "GET", "/api/v1/orders", { headers: orders });
    expect(status).toBe(500);
    const line = lines.map((text) => JSON.parse(text) as Line).find(({ message }) => message === "request");
    expect(line).toMatchObject({ status: 500, code: "internal", io: { d1: { calls: 1, failed: 1 } } });
  });

  it("shows neither a person nor a secret, wherever the client put them", async () => {
    const { email, password } = await makeUser();
    const path = `/api/v1/orders/${encodeURIComponent(email)}?x=ek_${"A".repeat(43)}`;
    await lineOf("GET", path, { headers: { Authorization: `Bearer ek_${"B".repeat(43)}` } });
    await lineOf("POST", "/api/v1/auth/login", { body: { email, password } });
    const all = lines.join("\n");
    expect(all).not.toContain(email);
    expect(all).not.toContain(password);
    expect(all).not.toMatch(/A{20}|B{20}/);
  });
});
