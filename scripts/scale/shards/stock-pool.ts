import { DurableObject } from "cloudflare:workers";

/** Units on their way between the pool and a shard: to the shard when positive, back when negative. */
export interface Transfer {
  id: string;
  sku: string;
  shard: number;
  quantity: number;
}

/** Of what is left a shard gets this part of its share at once, so that portions shrink towards the end. */
const PART_OF_SHARE = 2;
const LARGEST_PORTION = 500;

/**
 * The units of one SKU that no shard has yet. A shard takes a portion and sells it by itself; what is left shrinks before the portion is
 * on the shard's shelf, so all shards together never have more than there is. A transfer stays open until its shard has booked it.
 */
export class StockPool extends DurableObject {
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: object) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#sql
      .exec(`CREATE TABLE IF NOT EXISTS pool (id INTEGER PRIMARY KEY CHECK (id = 1), units INTEGER NOT NULL CHECK (units >= 0));
      INSERT OR IGNORE INTO pool VALUES (1, 0);
      CREATE TABLE IF NOT EXISTS transfers (id TEXT PRIMARY KEY, sku TEXT NOT NULL, shard INTEGER NOT NULL,
        quantity INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0)`);
  }

  /** Units that nobody has. */
  async units(): Promise<number> {
    return this.#sql.exec<{ units: number }>("SELECT units FROM pool").one().units;
  }

  /** Puts units in. */
  async add(units: number): Promise<void> {
    this.#sql.exec("UPDATE pool SET units = units + ?", units);
  }

  /** Takes at least `wanted` units for a shard, if there are so many, and more if there are many. Repeating it takes nothing more. */
  async take(id: string, sku: string, shard: number, wanted: number, shards: number): Promise<number> {
    const [known] = this.#sql.exec<{ quantity: number }>("SELECT quantity FROM transfers WHERE id = ?", id);
    if (known) return known.quantity;
    const units = await this.units();
    const portion = Math.min(LARGEST_PORTION, Math.floor(units / (PART_OF_SHARE * shards)));
    const quantity = Math.min(units, Math.max(wanted, portion));
    if (quantity === 0) return 0;
    await this.add(-quantity);
    this.#begin({ id, sku, shard, quantity });
    return quantity;
  }

  /** Notes that a shard is asked to give units back; they are here when that is `done`. */
  async recall(transfer: Transfer): Promise<void> {
    this.#begin(transfer);
  }

  /** Ends a transfer. What a shard did not give back (`isBooked` false) stays there. Repeating it changes nothing. */
  async done(id: string, isBooked = true): Promise<void> {
    const open = "UPDATE transfers SET done = 1 WHERE id = ? AND done = 0 RETURNING quantity";
    for (const { quantity } of this.#sql.exec<{ quantity: number }>(open, id)) {
      if (isBooked && quantity < 0) await this.add(-quantity);
    }
  }

  /** Transfers that somebody began and did not end: to be done again under the same ids. */
  async open(): Promise<Transfer[]> {
    return this.#sql
      .exec<Transfer & Record<string, string | number>>(
        "SELECT id, sku, shard, quantity FROM transfers WHERE done = 0",
      )
      .toArray();
  }

  #begin({ id, sku, shard, quantity }: Transfer): void {
    this.#sql.exec(
      "INSERT INTO transfers (id, sku, shard, quantity) VALUES (?, ?, ?, ?)",
      id,
      sku,
      shard,
      quantity,
    );
  }
}
