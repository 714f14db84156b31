import { type Client, createClient, type Schema } from "../../client/index.ts";
import type { Teller } from "./teller.ts";

export type Cart = Schema<"Cart">;
export type Order = Schema<"Order">;
export type PlacedOrder = Schema<"PlacedOrder">;
export type Stock = Schema<"Stock">;
export type Variant = Schema<"Variant">;

/** What the whole demo works with. */
export interface Scene {
  tell: Teller;
  /** Staff, to look at the stock. */
  staff: Client;
  /** Where payments are confirmed by the client: the emulator, or Stripe. */
  stripeUrl: string;
  /** The server is this folder's, which writes its mails to files. */
  writesMails: boolean;
}

/** Somebody without an account. Their cart's token is kept here. */
export interface Guest {
  client: Client;
  cartToken(): string | undefined;
}

/** Somebody who has just come in. */
export function newGuest({ tell }: Scene): Guest {
  let token: string | undefined;
  const cartToken = { get: () => token, set: (given: string) => void (token = given) };
  return {
    client: createClient({ baseUrl: tell.baseUrl, fetch: tell.fetch, cartToken }),
    cartToken: () => token,
  };
}

/** Whoever has an access token or an API key. */
export function bearerOf(tell: Teller, token: string): Client {
  return createClient({ baseUrl: tell.baseUrl, fetch: tell.fetch, accessToken: () => token });
}

/** An amount for people: `19.99 USD`. */
export function money({ amount, currency }: { amount: number; currency: string }): string {
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

/** An order's state in one line. */
export function orderLine(order: Order): string {
  return `${order.number}: ${order.status}, ${order.payment_status}, total ${money(order.totals.total)}`;
}

/** A cart's lines and totals. */
export function cartLines(cart: Cart): string[] {
  const { subtotal, shipping, tax, total } = cart.totals;
  return [
    ...cart.items.map((item) => `${item.quantity} x ${item.name} (${item.sku}) = ${money(item.total)}`),
    `subtotal ${money(subtotal)}, shipping ${money(shipping)}, tax ${money(tax)}, total ${money(total)}`,
  ];
}

/** The stock of a variant in one line. */
export function stockLine({ sku, on_hand, reserved, available }: Stock): string {
  return `${sku}: ${on_hand} on hand, ${reserved} reserved, ${available} available`;
}
