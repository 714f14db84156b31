import type { Category, Product, Variant } from "../../src/modules/catalog/catalog.schema.ts";
import type { Cart } from "../../src/modules/cart/cart.schema.ts";
import type { Stock } from "../../src/modules/inventory/inventory.schema.ts";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import type { Teller } from "./teller.ts";

export type { Cart, Category, Order, Product, Stock, Variant };

export interface Page<Item> {
  data: Item[];
}

export interface PlacedOrder extends Order {
  payment: { id: string; status: string; client_secret: string | null; publishable_key: string } | null;
  access_token: string;
}

export interface Problem {
  code: string;
  detail: string;
}

/** What the whole demo works with. */
export interface Scene {
  tell: Teller;
  /** Staff's credentials, to look at the stock. */
  staff: Record<string, string>;
  /** Where payments are confirmed by the client: the emulator, or Stripe. */
  stripeUrl: string;
  /** The server is this folder's, which writes its mails to files. */
  writesMails: boolean;
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
