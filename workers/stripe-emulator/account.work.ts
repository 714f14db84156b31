import type Stripe from "stripe";
import { type Kind, type Kinds, type Stored } from "./account.kinds.ts";
import type { AccountStore, KeptAnswer, Row } from "./account.store.ts";
import { type EventTopic, buildEvent } from "./event.build.ts";
import { type Delivery, type Origin, planDeliveries } from "./webhook.plan.ts";
import { addDelivery } from "./webhook.store.ts";
import type { Settings } from "./env.ts";
import { missing } from "./wire.refusal.ts";

/** A PaymentIntent and the test card that was last used for it. */
export interface Payment {
  intent: Stripe.PaymentIntent;
  card: string | null;
}

/** What an event says about its origin. A request of no API client has neither. */
export interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}

/** One request's changes. Nothing is written before `commit`, so a refusal leaves no trace. */
export class Work {
  readonly store: AccountStore;
  readonly nowMs: number;
  readonly #cause: Cause;
  readonly #settings: Settings;
  readonly #changed = new Map<string, Row<Kind>>();
  readonly #deliveries: Delivery[] = [];

  constructor(store: AccountStore, settings: Settings, cause: Cause) {
    this.store = store;
    this.nowMs = Date.now();
    this.#settings = settings;
    this.#cause = cause;
  }

  /** Seconds since the epoch: the unit of every time in the API. */
  get now(): number {
    return Math.floor(this.nowMs / 1000);
  }

  find<K extends Kind>(kind: K, id: string): Row<K> | undefined {
    const changed = this.#changed.get(id);
    if (changed === undefined) return this.store.find(kind, id);
    // Ids carry their kind's prefix, so a changed object with this id is of the kind asked for.
    return changed.object.object === kind ? (changed as Row<K>) : undefined;
  }

  /** @throws Refusal resource_missing */
  row<K extends Kind>(kind: K, id: string, param?: string): Row<K> {
    const row = this.find(kind, id);
    if (row === undefined) throw missing(kind, id, param);
    return row;
  }

  /** @throws Refusal resource_missing */
  get<K extends Kind>(kind: K, id: string, param?: string): Kinds[K] {
    return this.row(kind, id, param).object;
  }

  /** @throws Refusal resource_missing */
  payment(id: string, param = "intent"): Payment {
    const { object, tag } = this.row("payment_intent", id, param);
    return { intent: object, card: tag };
  }

  save(object: Stored, tag: string | null = null): void {
    this.#changed.set(object.id, { object, tag });
  }

  savePayment(payment: Payment): void {
    this.save(payment.intent, payment.card);
  }

  /** Records an event with a snapshot of `object`, and plans its delivery as the test card of its origin says. */
  emit(topic: EventTopic, object: Stored, origin: Origin, previous?: object): void {
    const event = buildEvent(topic, object, { now: this.now, cause: this.#cause, previous });
    this.save(event, topic);
    this.#deliveries.push(...planDeliveries(event.id, origin, this.nowMs, this.#settings));
  }

  /** Writes everything. Answers the ids of the deliveries that were planned. */
  commit(kept: KeptAnswer | null): number[] {
    for (const { object, tag } of this.#changed.values()) this.store.put(object, tag);
    if (kept !== null) this.store.keepAnswer(kept);
    return this.#deliveries.map((delivery) => addDelivery(this.store.sql, delivery));
  }
}
