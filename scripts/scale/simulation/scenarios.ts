import { DEFAULTS, type Scenario } from "./model.ts";

const at = (orders: number, shards: number, more: Partial<Scenario> = {}): Scenario => ({
  ...DEFAULTS,
  seconds: orders >= 5_000 ? 4 : 12,
  orders,
  shards,
  ...more,
});

/** One SKU that everybody wants. */
const FLASH = { skus: 1 };

/** The rows of the simulation's table in docs/architecture/scale.md. */
export const SCENARIOS: readonly Scenario[] = [
  at(1, 1, { seconds: 400 }),
  at(10, 1, { seconds: 60 }),
  at(20, 1),
  at(100, 4),
  at(100, 8),
  at(100, 12),
  at(1_000, 96),
  at(10_000, 960),
  at(1_000, 96, FLASH),
  at(1_000, 96, { ...FLASH, stock: "object" }),
  at(1_000, 96, { ...FLASH, stock: "buckets" }),
  at(1_000, 96, { stock: "object" }),
  at(10_000, 960, FLASH),
  at(10_000, 960, { ...FLASH, stock: "buckets" }),
];
