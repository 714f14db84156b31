import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import { type Answer, api } from "./api.ts";

/** What an answer about a cart may hold: the cart, or a problem. */
export type CartBody = Cart & {
  code: string;
  detail: string;
  errors: { pointer: string; code: string; message: string }[];
  [fact: string]: unknown;
};

/** A guest with a cart: keeps the token that the first answer gives, as a shop's front end does. */
export class Shopper {
  token: string | undefined;

  constructor(token?: string) {
    this.token = token;
  }

  /** Calls a path below /api/v1/cart. */
  async call<Body = CartBody>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const answer = await api<Body>(method, `/api/v1/cart${path}`, {
      ...(body === undefined ? {} : { body }),
      headers: { ...(this.token === undefined ? {} : { "X-Cart-Token": this.token }), ...headers },
    });
    this.token ??= answer.headers.get("X-Cart-Token") ?? undefined;
    return answer;
  }

  /** Puts units of a variant into the cart. */
  add(variant: { id: string }, quantity = 1, more: Record<string, unknown> = {}) {
    return this.call("POST", "/items", { variant_id: variant.id, quantity, ...more });
  }

  /** The cart as it is now. */
  async cart(): Promise<Cart> {
    return (await this.call("GET", "")).body;
  }
}
