import type { Floors } from "../floors/start.ts";
import type { Load } from "../load.ts";
import type { ColdCatalog } from "../cold.ts";
import type { Shop } from "../shop.ts";

/** What is compared: the API and, where there is one, the floor that it is held against. */
export interface Case {
  name: string;
  ours: Target;
  floor?: Target;
  /** Least share of the floor's operations a second. */
  target?: number;
  /** Least operations a second, where there is no floor. */
  atLeast?: number;
}

export interface Target {
  pid: number | undefined;
  connections: number;
  /** The most operations that a round may have now, where there is such a limit. */
  most?: () => number;
  /** Makes ready for that many operations and says how to send them; nothing of it is measured. */
  prepare(operations: number): Promise<Round> | Round;
}

export interface Round {
  load: Load;
  /** Waits for what the round set off in the background. */
  drain?: () => Promise<void>;
  /** Checks that the answers told the truth. @throws Error when they did not */
  check?: () => Promise<void>;
}

export interface World {
  shop: Shop;
  /** Another shop, whose queue delivers nothing; started when first asked for. */
  held: () => Promise<Shop>;
  /** A shop whose catalog is large enough that no question has to come again. */
  cold: () => Promise<ColdCatalog>;
  floors: Floors;
  connections: number;
  flows: number;
}

/** A target that needs nothing but to be asked. */
export function plain(runtime: { pid: number | undefined }, load: Load): Target {
  return { pid: runtime.pid, connections: load.connections, prepare: () => ({ load }) };
}
