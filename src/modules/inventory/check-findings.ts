/** A level whose figures do not fit together, as it was read in one statement. */
export interface BadLevel {
  variant_id: string;
  location_id: string;
  on_hand: number;
  reserved: number;
  backorder: number;
  backorder_limit: number | null;
  version: number;
  /** The sum of its movements. */
  ledger: number;
  /** The sum of its open reservations. */
  held: number;
}

/** An open reservation whose order no longer holds anything, or should have been booked as sold long ago. */
export interface StrayReservation {
  id: string;
  order_id: string;
  order_status: string | null;
  variant_id: string;
  location_id: string;
  quantity: number;
}

export const FINDING_KINDS = [
  "on_hand_differs",
  "reserved_differs",
  "oversold",
  "reservation_of_closed_order",
  "sale_not_booked",
] as const;

/** One thing that is wrong, as reports tell it. */
export interface Finding {
  kind: (typeof FINDING_KINDS)[number];
  variant_id: string;
  location_id: string;
  /** What it should be, and what it is. */
  expected: number;
  actual: number;
  order_id?: string;
  reservation_id?: string;
}

/** More than this may not be promised of a level. */
function promisable(level: BadLevel): number {
  if (level.backorder === 0) return Math.max(0, level.on_hand);
  return level.backorder_limit === null ? Infinity : level.on_hand + level.backorder_limit;
}

/** What is wrong with a level; on_hand is measured by the ledger, reserved by the reservations. */
export function findingsOfLevel(level: BadLevel): Finding[] {
  const { variant_id, location_id } = level;
  const at = { variant_id, location_id };
  const findings: Finding[] = [];
  if (level.on_hand !== level.ledger)
    findings.push({ kind: "on_hand_differs", ...at, expected: level.ledger, actual: level.on_hand });
  if (level.reserved !== level.held)
    findings.push({ kind: "reserved_differs", ...at, expected: level.held, actual: level.reserved });
  const promised = Math.max(level.reserved, level.held);
  if (promised > promisable(level))
    findings.push({ kind: "oversold", ...at, expected: promisable(level), actual: promised });
  return findings;
}

export function isSold(stray: StrayReservation): boolean {
  return stray.order_status !== null && !["expired", "cancelled"].includes(stray.order_status);
}

export function findingOfReservation(stray: StrayReservation): Finding {
  const { id, order_id, variant_id, location_id, quantity } = stray;
  return {
    kind: isSold(stray) ? "sale_not_booked" : "reservation_of_closed_order",
    variant_id,
    location_id,
    expected: 0,
    actual: quantity,
    order_id,
    reservation_id: id,
  };
}

/** What repairing would write, or undefined when a person has to decide first. */
export interface LevelRepair {
  variant_id: string;
  location_id: string;
  version: number;
  /** What the ledger lacks. */
  delta: number;
  on_hand: number;
  reserved: number;
}

/**
 * How a level is put right: on_hand stays, because orders were sold by it, and the ledger gets what it lacks; reserved becomes
 * what open orders hold, without the strays that are released with it. Undefined when more would be promised than there is.
 */
export function repairOfLevel(level: BadLevel, strays: readonly StrayReservation[]): LevelRepair | undefined {
  const released = strays
    .filter((stray) => stray.variant_id === level.variant_id && stray.location_id === level.location_id)
    .filter((stray) => !isSold(stray))
    .reduce((sum, stray) => sum + stray.quantity, 0);
  const reserved = level.held - released;
  if (reserved > promisable(level)) return undefined;
  const { variant_id, location_id, version, on_hand } = level;
  return { variant_id, location_id, version, on_hand, reserved, delta: on_hand - level.ledger };
}
