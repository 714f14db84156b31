/** Cloudflare's published prices in US dollars, as of 2026-11-22, and what the paid plan includes a month. */
export const PRICES = {
  requests: { included: 10e6, perMillion: 0.3 },
  cpuMs: { included: 30e6, perMillion: 0.02 },
  d1RowsRead: { included: 25e9, perMillion: 0.001 },
  d1RowsWritten: { included: 50e6, perMillion: 1 },
  d1Gigabytes: { included: 5, each: 0.75 },
  objectRequests: { included: 1e6, perMillion: 0.15 },
  objectGigabyteSeconds: { included: 400e3, perMillion: 12.5 },
  objectRowsWritten: { included: 50e6, perMillion: 1 },
  objectGigabytes: { included: 5, each: 0.2 },
  kvReads: { included: 10e6, perMillion: 0.5 },
  queueOperations: { included: 1e6, perMillion: 0.4 },
  logEvents: { included: 20e6, perMillion: 0.6 },
  analyticsPoints: { included: 10e6, perMillion: 0.25 },
  mails: { included: 3_000, perMillion: 350 },
  r2Gigabytes: { included: 10, each: 0.015 },
} satisfies Record<string, { included: number } & ({ perMillion: number } | { each: number })>;

/** What the plan itself costs a month. */
export const PLAN = 5;

/** Cloudflare's published limits, as of the same day. */
export const LIMITS = {
  d1Bytes: 10e9,
  queueMessagesPerSecond: 5_000,
  /** A message is written, read and deleted. */
  queueOperationsPerMessage: 3,
  /** What Stripe takes without asking, in live mode. */
  stripePerSecond: 100,
};
