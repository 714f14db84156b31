import type { Address } from "../../platform/http/schemas.ts";
import { type Money, money } from "../../platform/money.ts";

/** What mails tell of an order; `Order` has all of it. */
export interface MailedOrder {
  number: string;
  status: string;
  line_items: readonly {
    id: string;
    quantity: number;
    name: string;
    options: Record<string, string>;
    total: Money;
  }[];
  totals: Record<"subtotal" | "discount" | "shipping" | "tax" | "tax_included" | "total", Money>;
  prices_include_tax: boolean;
  shipping_option?: { name: string; price: Money } | undefined;
  shipping_address: Address;
  outstanding: Money;
  expires_at?: string | undefined;
}

const usd = (amount: number): Money => money(amount, "USD");

/** An order for previews. */
export const SAMPLE_ORDER: MailedOrder = {
  number: "7K3FQ-9M2TX",
  status: "pending_payment",
  line_items: [
    { id: "1", quantity: 2, name: "Enamel mug", options: { Colour: "Red" }, total: usd(3_998) },
    { id: "2", quantity: 1, name: "Tea towel", options: {}, total: usd(1_250) },
  ],
  totals: {
    subtotal: usd(5_248),
    discount: usd(500),
    shipping: usd(799),
    tax: usd(443),
    tax_included: usd(0),
    total: usd(5_990),
  },
  prices_include_tax: false,
  shipping_option: { name: "Standard", price: usd(799) },
  shipping_address: {
    first_name: "Ada",
    last_name: "Lovelace",
    company: undefined,
    line1: "12 St James's Square",
    line2: undefined,
    city: "London",
    region: undefined,
    postal_code: "SW1Y 4JH",
    country: "GB",
    phone: undefined,
  },
  outstanding: usd(5_990),
  expires_at: "2026-03-16T15:04:05.000Z",
};
