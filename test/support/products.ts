import type { AdminProduct } from "../../src/modules/products/product-admin.schema.ts";
import { type Answer, api, asStaff, rows } from "./api.ts";
import { unique } from "./shop.ts";

/** Calls as a key that may manage products, and nothing else. */
export async function manage<Body = AdminProduct & Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return api<Body>(method, `/api/v1${path}`, {
    ...(body === undefined ? {} : { body }),
    headers: { ...(await asStaff(["product:manage"])), ...headers },
  });
}

export const usd = (amount: number) => ({ amount, currency: "USD" });

/** A product of sizes and colours through the API. */
export async function makeProduct(body: Record<string, unknown> = {}): Promise<AdminProduct> {
  const name = unique("thing");
  const answer = await manage("POST", "/products", {
    name,
    status: "active",
    ...(body["variants"] || body["price"] ? {} : { sku: name.toUpperCase(), price: usd(1000) }),
    ...body,
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** The product as staff read it. */
export async function readBack(id: string): Promise<AdminProduct> {
  const answer = await manage("GET", `/admin/products/${id}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** What the audit log says was done to something, oldest first. */
export async function actionsOn(id: string): Promise<string[]> {
  const found = await rows<{ action: string }>(
    "SELECT action FROM audit_log WHERE entity_id = ? ORDER BY at, id",
    id,
  );
  return found.map((row) => row.action);
}

/** The pointers of a problem's errors. */
export function pointersOf(answer: Answer<object>): string[] {
  const { errors = [] } = answer.body as { errors?: { pointer: string }[] };
  return errors.map((error) => error.pointer);
}
