import type { WebhookSigner } from "./webhook.sign.ts";
import {
  type QueuedDelivery,
  beginAttempt,
  deliveriesById,
  dueDeliveries,
  endDeliveries,
  nextDueAt,
} from "./webhook.store.ts";

/** Stripe's own limit is of this order; a slower receiver gets the event again. */
const RECEIVER_TIMEOUT_MS = 10_000;

/** Sends webhooks to the API, one after the other within a request's events, and plans the retries. */
export class WebhookCourier {
  readonly #storage: DurableObjectStorage;
  readonly #signer: WebhookSigner;
  readonly #receiver: Fetcher | undefined;
  readonly #url: string;
  readonly #underway = new Set<number>();

  constructor(
    storage: DurableObjectStorage,
    signer: WebhookSigner,
    receiver: Fetcher | undefined,
    path: string,
  ) {
    this.#storage = storage;
    this.#signer = signer;
    this.#receiver = receiver;
    this.#url = `http://api.internal${path}`;
  }

  /** Sends the deliveries that a request just planned, and sees to those that are to be late. */
  async push(ids: number[]): Promise<void> {
    const planned = deliveriesById(this.#storage.sql, ids);
    const begun = planned.filter(({ attempt }) => attempt > 0);
    if (begun.length < planned.length) await this.wakeForNext();
    await this.#sendAll(begun);
  }

  /** Sends what is due, late ones and retries alike. */
  async sendDue(): Promise<void> {
    const { sql } = this.#storage;
    const due = dueDeliveries(sql, Date.now()).filter(({ id }) => !this.#underway.has(id));
    await this.#sendAll(due.map((delivery) => beginAttempt(sql, delivery, Date.now())));
    await this.wakeForNext();
  }

  /** Sets the alarm for the next delivery that waits. */
  async wakeForNext(): Promise<void> {
    const next = nextDueAt(this.#storage.sql);
    if (next !== null) await this.#storage.setAlarm(Math.max(next, Date.now() + 250));
  }

  async #sendAll(deliveries: QueuedDelivery[]): Promise<void> {
    for (const { id } of deliveries) this.#underway.add(id);
    const accepted: number[] = [];
    for (const delivery of deliveries) if (await this.#send(delivery)) accepted.push(delivery.id);
    endDeliveries(this.#storage.sql, accepted);
    for (const { id } of deliveries) this.#underway.delete(id);
    if (accepted.length < deliveries.length) await this.wakeForNext();
  }

  async #send(delivery: QueuedDelivery): Promise<boolean> {
    if (this.#receiver === undefined) return false;
    try {
      const { body, signature } = await this.#signer.sign(delivery);
      const response = await this.#receiver.fetch(this.#url, {
        method: "POST",
        headers: {
          "Content-Type": "application/json; charset=utf-8",
          "Stripe-Signature": signature,
          "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        },
        body,
        signal: AbortSignal.timeout(RECEIVER_TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok)
        console.warn(`webhook ${delivery.type}, attempt ${delivery.attempt}: HTTP ${response.status}`);
      return response.ok;
    } catch (error) {
      console.warn(`webhook ${delivery.type}, attempt ${delivery.attempt}: ${String(error)}`);
      return false;
    }
  }
}
