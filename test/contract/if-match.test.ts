import { beforeAll, describe, expect, it } from "vitest";
import { api, asStaff } from "../support/api.ts";
import { fillShop } from "../support/full-shop.ts";
import { changes, reader, urlOf } from "../support/reads.ts";
import { madeReturn, paidOrder, send } from "../support/returns.ts";
import { unique } from "../support/shop.ts";

/** The example names what is not there, or what the walk finds cannot be changed so at all: their own tests name stale versions. */
const OTHERWISE_REFUSED = new Set([
  "post /api/v1/inventory/adjustments",
  "post /api/v1/inventory/transfers",
  "put /api/v1/inventory/{variant_id}/levels/{location_id}",
  "delete /api/v1/tax/settings/{country}",
  "delete /api/v1/customers/{id}/tax-exemption",
  "post /api/v1/jobs/{id}/cancel",
]);

describe("a change that names a version that is past", () => {
  beforeAll(fillShop, 60_000);

  const walked = changes.filter(({ method, path }) => !OTHERWISE_REFUSED.has(`${method} ${path}`));

  it.each(walked)("$method $path is refused with 412", async (change) => {
    const url = await urlOf(change);
    if (url === undefined) throw new Error("nothing was made that it could change");
    const { access, body, method } = change;
    const isOwn = access.kind === "user" || access.kind === "own";
    for (const stale of ['"999999"', 'W/"999999"']) {
      const headers = {
        ...(isOwn ? (await reader()).headers : await asStaff()),
        "If-Match": stale,
        "Idempotency-Key": unique("stale"),
      };
      const answer = await api(method.toUpperCase(), url, {
        headers,
        ...(body === undefined ? {} : { body }),
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(412);
      expect(answer.body["code"]).toBe("resource.precondition_failed");
    }
  });
});

describe("the version that a body tells is as good as the ETag, weak or not", () => {
  interface Versioned {
    version: number;
  }

  /** Makes a change with each form of the version that `path` has then; before each with one that is past. */
  async function changeBy(path: string, change: (headers: Record<string, string>) => Promise<number>) {
    const forms = [
      (etag: string) => etag,
      (etag: string) => `W/${etag}`,
      (_: string, version: number) => `"${version}"`,
    ];
    for (const form of forms) {
      const staff = await asStaff();
      const now = await api<Versioned>("GET", path, { headers: staff });
      const tag = form(now.headers.get("ETag") ?? "", now.body.version);
      expect(await change({ ...staff, "If-Match": `"${now.body.version - 1}"` }), "a past version").toBe(412);
      expect(await change({ ...staff, "If-Match": tag }), tag).toBe(200);
    }
  }

  it("for an order", async () => {
    const { id } = await paidOrder([{ quantity: 1 }]);
    await changeBy(`/api/v1/orders/${id}`, async (headers) => {
      const body = { tags: [unique("tag")] };
      return (await api("PUT", `/api/v1/orders/${id}/tags`, { body, headers })).status;
    });
  });

  it("for a fulfillment", async () => {
    const order = await paidOrder([{ quantity: 1 }]);
    const path = `/api/v1/orders/${order.id}/fulfillments/${await send(order, { deliver: false })}`;
    await changeBy(path, async (headers) => {
      return (await api("PATCH", path, { body: { tracking_number: unique("T") }, headers })).status;
    });
  });

  it("for a return, whose version a list tells, too", async () => {
    const order = await paidOrder([{ quantity: 2 }]);
    await send(order);
    const { id } = await madeReturn(order, [{ id: order.lines[0] ?? "", quantity: 1 }], "requested");
    const staff = await asStaff();
    const list = await api<{ data: Versioned[] }>("GET", `/api/v1/orders/${order.id}/returns`, {
      headers: staff,
    });
    const headers = { ...staff, "If-Match": `"${list.body.data[0]?.version ?? 0}"` };
    const approved = await api("POST", `/api/v1/returns/${id}/approve`, { body: {}, headers });
    expect(approved.status, JSON.stringify(approved.body)).toBe(200);
    expect((await api("POST", `/api/v1/returns/${id}/approve`, { body: {}, headers })).status).toBe(412);
  });
});
