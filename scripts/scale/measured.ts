/** What a part of the work on an order uses of the main database, how many messages it sends, and how often it asks Stripe. */
export interface Use {
  /** Calls that only read, and calls that write: a batch is one call. */
  readCalls: number;
  writeCalls: number;
  rowsRead: number;
  /** As they are billed: an index that changes counts like a row. */
  rowsWritten: number;
  messages: number;
  stripeCalls: number;
}

/**
 * What one order of two lines uses, paid at once, without endpoints of webhooks: `test/contract/order-cost.test.ts` measures it with 20 orders
 * whose events come in batches of 30, the largest that `wrangler.toml` allows, and fails when it grows.
 */
export const ORDER_USE = {
  placing: { readCalls: 1, writeCalls: 2, rowsRead: 111, rowsWritten: 87, messages: 3, stripeCalls: 1 },
  events: { readCalls: 2.4, writeCalls: 2.2, rowsRead: 75, rowsWritten: 34.4, messages: 0, stripeCalls: 0 },
  stripeWebhooks: {
    readCalls: 3,
    writeCalls: 6.1,
    rowsRead: 98.3,
    rowsWritten: 30,
    messages: 3,
    stripeCalls: 3,
  },
} satisfies Record<string, Use>;

/** Webhooks that Stripe sends an order, of the types that the API listens to. */
export const STRIPE_WEBHOOKS = 3;

/** Bytes that the main database grows by an order and all that it sets off, indexes included; measured by the same test. */
export const ORDER_BYTES = 27_300;

/** Rows that a change of a cart reads and writes in its object; measured by the same test. Setting the alarm is billed as one row more. */
export const CART_CHANGE_USE = { rowsRead: 1, rowsWritten: 1 };
