import { DurableObject } from "cloudflare:workers";
import { answer } from "./account.answer.ts";
import type { Account } from "./account.execute.ts";
import { AccountStore } from "./account.store.ts";
import { control } from "./control.ts";
import { type Env, type Settings, settingsOf } from "./env.ts";
import { RunningKeys } from "./idempotency.ts";
import { readCall } from "./wire.call.ts";
import { type Reply, toResponse } from "./wire.reply.ts";
import { WebhookCourier } from "./webhook.courier.ts";
import { WebhookSigner } from "./webhook.sign.ts";

/** The one Stripe account: all its objects, its events and the webhooks still to be delivered. */
export class StripeAccount extends DurableObject<Env> {
  readonly #account: Account;
  readonly #settings: Settings;
  readonly #signer: WebhookSigner;
  readonly #courier: WebhookCourier;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#settings = settingsOf(env);
    const store = new AccountStore(ctx.storage.sql);
    this.#account = { storage: ctx.storage, store, settings: this.#settings, running: new RunningKeys() };
    this.#signer = new WebhookSigner(this.#settings.webhookSecret);
    this.#courier = new WebhookCourier(ctx.storage, this.#signer, env.API, this.#settings.webhookPath);
    // Deliveries that were under way when the process ended.
    if (this.#settings.pushes) void ctx.blockConcurrencyWhile(() => this.#courier.wakeForNext());
  }

  override async fetch(request: Request): Promise<Response> {
    const call = await readCall(request, this.#settings.publicUrl);
    if (call.path.startsWith("/_emulator/")) {
      const { response, deliveries } = await control(this.#account, this.#signer, call);
      this.#deliver(deliveries);
      return response;
    }
    const reply = answer(this.#account, call);
    this.#deliver(reply.deliveries);
    return this.#heldBack(reply);
  }

  override async alarm(): Promise<void> {
    if (this.#settings.pushes) await this.#courier.sendDue();
  }

  #deliver(ids: number[]): void {
    if (!this.#settings.pushes) return;
    if (ids.length > 0) this.ctx.waitUntil(this.#courier.push(ids));
  }

  async #heldBack(reply: Reply): Promise<Response> {
    if (reply.delayMs > 0) await scheduler.wait(reply.delayMs);
    return toResponse(reply);
  }
}
