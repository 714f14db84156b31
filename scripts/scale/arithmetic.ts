import { CART_CHANGE_USE, ORDER_BYTES, ORDER_USE, STRIPE_WEBHOOKS } from "./measured.ts";
import { LIMITS, PRICES } from "./platform.ts";

/** What goes with one order, on average, and how the shop is set. What is not measured here is assumed. */
export const ASSUMED = {
  pageReads: 200,
  cartChanges: 8,
  /** Reads of the cart, its shipping options, the order. */
  otherRequests: 6,
  /** Of the page reads: those that find nothing in the isolate's memory, and those that KV does not have either. */
  kvShare: 0.1,
  searchShare: 0.005,
  searchRowsRead: 1_000,
  /** An isolate writes one line a second and route about what it answered from memory: so many lines an answer where there is much to do. */
  memoryLines: 0.1,
  /** Carts a paid order; the others are abandoned, and gone after 30 days. */
  carts: 3,
  cartBytes: 6_000,
  cartDays: 30,
  /** Milliseconds that a call keeps an object of 128 MB in memory. */
  objectMs: 50,
  /** CPU of a page read, and of a whole guest checkout with its events (`npm run bench`: 3,900 and 27 a second on one thread). */
  pageCpuMs: 0.26,
  checkoutCpuMs: 33,
  mails: 1,
  analyticsPoints: 3,
  /** Milliseconds that a call keeps a D1 database busy: "less than one" and "several", as Cloudflare writes. */
  readMs: 1,
  writeMs: 5,
  /** How much of its time a database may be busy, so that nobody waits long. */
  utilisation: 0.7,
  /** Share of an R2 dump in the size of its database, and how many dumps are kept. */
  dumpShare: 0.15,
  dumps: 11,
} as const;

export const DAY = 86_400;
export const MONTH = 30 * DAY;
export const RATES = [1, 100, 10_000] as const;
/** Days that orders stay in D1 before they go to the archive. */
export const HOT_DAYS = [30, 3] as const;

const { placing, events, stripeWebhooks } = ORDER_USE;
const parts = [placing, events, stripeWebhooks];
const total = (pick: (part: (typeof parts)[number]) => number) =>
  parts.reduce((sum, part) => sum + pick(part), 0);

/** What one order uses, with the browsing that goes with it. */
export const PER_ORDER = {
  requests: ASSUMED.pageReads + ASSUMED.cartChanges + ASSUMED.otherRequests + 1 + STRIPE_WEBHOOKS,
  /** Lines of the log, when all are kept: one a request, but for those that are answered from memory. */
  logLines:
    ASSUMED.pageReads * (ASSUMED.kvShare + (1 - ASSUMED.kvShare) * ASSUMED.memoryLines) +
    ASSUMED.cartChanges +
    ASSUMED.otherRequests +
    1 +
    STRIPE_WEBHOOKS,
  cpuMs: ASSUMED.pageReads * ASSUMED.pageCpuMs + ASSUMED.checkoutCpuMs,
  d1RowsRead:
    total((part) => part.rowsRead) + ASSUMED.pageReads * ASSUMED.searchShare * ASSUMED.searchRowsRead,
  d1RowsWritten: total((part) => part.rowsWritten),
  objectRequests: ASSUMED.cartChanges + ASSUMED.otherRequests + 2,
  objectRowsWritten: (ASSUMED.cartChanges + 1) * (CART_CHANGE_USE.rowsWritten + 1),
  kvReads: ASSUMED.pageReads * ASSUMED.kvShare,
  messages: total((part) => part.messages),
  stripeCalls: total((part) => part.stripeCalls),
  databaseMs: total((part) => part.readCalls * ASSUMED.readMs + part.writeCalls * ASSUMED.writeMs),
  placingMs: placing.readCalls * ASSUMED.readMs + placing.writeCalls * ASSUMED.writeMs,
};

/** Orders a second that one database carries for long, and while what they set off can wait. */
export function ordersADatabase(writeMs: number = ASSUMED.writeMs): { lasting: number; burst: number } {
  const ms = (of: typeof parts) =>
    of.reduce((sum, part) => sum + part.readCalls * ASSUMED.readMs + part.writeCalls * writeMs, 0);
  return {
    lasting: (1_000 / ms(parts)) * ASSUMED.utilisation,
    burst: (1_000 / ms([placing])) * ASSUMED.utilisation,
  };
}

/** Databases that a rate of orders needs for their writes, and to hold so many days of orders below seven tenths of their limit. */
export function databases(rate: number, hotDays: number): { forWrites: number; forBytes: number } {
  return {
    forWrites: Math.ceil(rate / ordersADatabase().lasting),
    forBytes: Math.ceil((rate * DAY * hotDays * ORDER_BYTES) / (LIMITS.d1Bytes * ASSUMED.utilisation)),
  };
}

/** Use a month of all that has a price, at a constant rate of orders. */
export function monthly(
  rate: number,
  hotDays: number,
  logShare: number,
): Record<keyof typeof PRICES, number> {
  const orders = rate * MONTH;
  const hotBytes = rate * DAY * hotDays * ORDER_BYTES;
  return {
    requests: orders * PER_ORDER.requests,
    cpuMs: orders * PER_ORDER.cpuMs,
    d1RowsRead: orders * PER_ORDER.d1RowsRead,
    d1RowsWritten: orders * PER_ORDER.d1RowsWritten,
    d1Gigabytes: hotBytes / 1e9,
    objectRequests: orders * PER_ORDER.objectRequests,
    objectGigabyteSeconds: orders * PER_ORDER.objectRequests * (ASSUMED.objectMs / 1_000) * 0.128,
    objectRowsWritten: orders * PER_ORDER.objectRowsWritten,
    objectGigabytes: (rate * DAY * ASSUMED.cartDays * ASSUMED.carts * ASSUMED.cartBytes) / 1e9,
    kvReads: orders * PER_ORDER.kvReads,
    queueOperations: orders * PER_ORDER.messages * LIMITS.queueOperationsPerMessage,
    logEvents: orders * PER_ORDER.logLines * logShare,
    analyticsPoints: orders * ASSUMED.analyticsPoints,
    mails: orders * ASSUMED.mails,
    r2Gigabytes: (hotBytes / 1e9) * ASSUMED.dumpShare * ASSUMED.dumps,
  };
}

/** Dollars a month for a use of something. */
export function dollars(what: keyof typeof PRICES, used: number): number {
  const price = PRICES[what];
  const paid = Math.max(0, used - price.included);
  return "each" in price ? paid * price.each : (paid / 1e6) * price.perMillion;
}
