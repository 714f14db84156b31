import { times } from "../../scripts/lib/times.ts";
import { ADDRESS, type Order, PAYMENT, SHIPPING } from "../buyer.ts";
import type { Line } from "../traffic/line.ts";

/** What became of one buyer. */
export interface Fate {
  outcome: "won" | "sold out" | "broken";
  milliseconds: number;
  /** Of a buyer who won. */
  order?: string;
  /** Since the sale opened, when the answer came. */
  at: number;
  /** What was answered to one who neither won nor was told that all are sold. */
  answer?: string;
}

/** Carts of one unit each, ready to be ordered. Returns their tokens. @throws Error for an answer that is no 2xx */
export function fillCarts(line: Line, buyers: number, variant: string, parallel: number): Promise<string[]> {
  return times(buyers, parallel, async (index) => {
    const put = async (method: string, path: string, body: unknown, token?: string) => {
      const headers = token === undefined ? {} : { "X-Cart-Token": token };
      const reply = await line.ask(method, path, headers, body);
      if (reply.status >= 300)
        throw new Error(`${method} ${path}: ${reply.status} ${reply.text.slice(0, 300)}`);
      return reply;
    };
    const { headers } = await put("POST", "/cart/items", { variant_id: variant, quantity: 1 });
    const token = String(headers["x-cart-token"]);
    await put("PUT", "/cart/contact", { email: `buyer-${index}@example.com` }, token);
    await put("PUT", "/cart/shipping-address", ADDRESS, token);
    await put("PUT", "/cart/shipping-option", SHIPPING, token);
    return token;
  });
}

/** Lets everybody order at once, `parallel` at a time. */
export function orderAll(line: Line, tokens: readonly string[], parallel: number): Promise<Fate[]> {
  const opened = performance.now();
  return times(tokens.length, parallel, async (index) => {
    const began = performance.now();
    const headers = { "X-Cart-Token": tokens[index] ?? "", "Idempotency-Key": crypto.randomUUID() };
    const told = await line
      .ask("POST", "/orders", headers, PAYMENT)
      .then(({ status, text }) => ({ status, text }))
      .catch((error: unknown) => ({ status: 0, text: String(error) }));
    const now = performance.now();
    return { milliseconds: now - began, at: now - opened, ...fateOf(told) };
  });
}

function fateOf({
  status,
  text,
}: {
  status: number;
  text: string;
}): Pick<Fate, "outcome" | "order" | "answer"> {
  const answer = `${status} ${text.slice(0, 300)}`;
  try {
    const body = JSON.parse(text) as Order & { code?: string };
    if (status === 201 && body.status === "confirmed" && body.payment_status === "paid")
      return { outcome: "won", order: body.id };
    if (status === 409 && body.code === "inventory.out_of_stock") return { outcome: "sold out" };
  } catch {
    // Not JSON: told as it is.
  }
  return { outcome: "broken", answer };
}
