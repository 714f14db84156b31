import { env } from "cloudflare:workers";
import type { Order } from "../../src/modules/orders/index.ts";
import type { PlacedOrder } from "../../src/modules/checkout/checkout.schema.ts";
import { type Answer, asStaff } from "./api.ts";
import { callWith } from "./call-with.ts";
import { faultyStripe, STRIPE_FAULTS } from "./faulty-stripe.ts";
import type { Random } from "./random.ts";
import { deliver, readyCart, stripe, takeWebhooks, type TestVariant, unique } from "./shop.ts";

/** Methods that pay, and what becomes of their money later. */
const METHODS = {
  pm_card_visa: 10,
  pm_card_refundFail: 2,
  pm_card_pendingRefund: 3,
  pm_card_createDispute: 2,
  pm_fault_refund_500: 2,
  pm_fault_refund_answer_lost: 2,
  pm_fault_webhook_never: 3,
  pm_fault_webhook_reversed: 2,
  pm_card_chargeDeclined: 1,
} as const;

const ACTIONS = {
  refundSome: 4,
  refundLines: 3,
  refundRest: 1,
  send: 5,
  deliverParcels: 3,
  cancelParcel: 1,
  cancelUnits: 2,
  cancelAll: 1,
  edit: 2,
  return: 4,
  refundAtStripe: 1,
  dispute: 1,
  closeDispute: 1,
  endRefund: 2,
  webhooks: 4,
} as const;

type Body = Record<string, unknown> & { code?: string };

/** What a refusal may be answered with; anything else is a fault of the API. */
const EXPECTED = new Set([200, 201, 204, 402, 409, 412, 422, 503]);

/** One order of a guest and all that shop, shopper, bank and network do to it, by chance. */
export class OrderHistory {
  readonly #random: Random;
  #order: Order | undefined;
  #token = "";

  constructor(random: Random) {
    this.#random = random;
  }

  /** Places the order and lets `steps` things happen to it. Answers every answer that should not have been. */
  async run(variants: readonly TestVariant[], steps: number): Promise<string[]> {
    const random = this.#random;
    const lines = random
      .sample(variants, random.int(1, 3))
      .map((variant) => ({ variant, quantity: random.int(1, 4) }));
    const cart = await readyCart(lines, `${unique("buyer")}@example.com`);
    const placed = await this.#call<PlacedOrder & Body & { order?: { id: string; access_token: string } }>(
      "POST",
      "/api/v1/orders",
      { payment_method: random.weighted(METHODS) },
      { "X-Cart-Token": cart },
    );
    const ref = placed.status === 201 ? placed.body : placed.body.order;
    if (!ref) return this.#unexpected;
    this.#token = ref.access_token ?? "";
    for (let step = 0; step < steps; step++) {
      this.#order = (await this.#read<Order>(`/api/v1/orders/${ref.id}`)).body;
      await this[random.weighted(ACTIONS)]();
    }
    return this.#unexpected;
  }

  readonly #unexpected: string[] = [];

  private refundSome() {
    const payment = this.#payment();
    const left = payment ? payment.captured.amount - payment.refunded.amount : 0;
    return this.#refund({ amount: this.#random.int(1, Math.max(1, left)) });
  }

  private refundLines() {
    return this.#refund({ line_items: this.#someUnits((line) => line.quantity - line.refunded_quantity) });
  }

  private refundRest() {
    return this.#refund({});
  }

  private async send() {
    const line_items = this.#someUnits((line) => line.quantity - line.fulfilled_quantity);
    const made = await this.#staff("POST", `/orders/${this.#id}/fulfillments`, { line_items });
    if (made.status === 201 && this.#random.chance(0.8)) {
      await this.#staff("POST", `/orders/${this.#id}/fulfillments/${String(made.body["id"])}/ship`, {});
    }
  }

  private async deliverParcels() {
    for (const parcel of await this.#parcels("shipped")) {
      await this.#staff("POST", `/orders/${this.#id}/fulfillments/${parcel.id}/deliver`, {});
    }
  }

  private async cancelParcel() {
    for (const parcel of await this.#parcels("created")) {
      await this.#staff("POST", `/orders/${this.#id}/fulfillments/${parcel.id}/cancel`, {});
    }
  }

  private cancelUnits() {
    const line_items = this.#someUnits((line) => line.quantity - line.fulfilled_quantity);
    return this.#staff("POST", `/orders/${this.#id}/cancel`, {
      line_items,
      restock: this.#random.chance(0.7),
    });
  }

  private cancelAll() {
    return this.#staff("POST", `/orders/${this.#id}/cancel`, { restock: this.#random.chance(0.7) });
  }

  private async edit() {
    const line_items = this.#order?.line_items
      .slice(0, 1)
      .map(({ id, quantity }) => ({ id, quantity: Math.max(0, quantity + this.#random.int(-2, 2)) }));
    const edited = await this.#staff("POST", `/orders/${this.#id}/edits`, { line_items });
    if (edited.status < 300 && this.#random.chance(0.7)) {
      await this.#call(
        "POST",
        `/api/v1/orders/${this.#id}/payments`,
        { payment_method: "pm_card_visa" },
        { "X-Order-Token": this.#token },
      );
    }
  }

  private async return() {
    const units = this.#someUnits((line) => line.shipped_quantity - line.returning_quantity);
    const asked = await this.#staff("POST", `/orders/${this.#id}/returns`, { line_items: units });
    if (asked.status !== 201) return;
    const path = `/returns/${String(asked.body["id"])}`;
    if (this.#random.chance(0.15)) {
      await this.#staff("POST", `${path}/reject`, { reason: "No." });
      return;
    }
    await this.#staff("POST", `${path}/approve`, {});
    const line_items = units.map(({ id, quantity }) => {
      const restocked = this.#random.int(0, quantity);
      return { id, restocked, written_off: quantity - restocked };
    });
    await this.#staff("POST", `${path}/receive`, { line_items });
    if (this.#random.chance(0.8)) {
      await this.#staff("POST", `${path}/refund`, { shipping: this.#random.chance(0.3) ? "return" : "keep" });
    }
  }

  private async refundAtStripe() {
    const intent = await this.#intent();
    if (intent) await stripe("POST", "/v1/refunds", { payment_intent: intent.id, amount: "100" });
  }

  private async dispute() {
    const charge = (await this.#intent())?.latest_charge;
    if (charge) await stripe("POST", `/_emulator/charges/${charge}/dispute`, { reason: "fraudulent" });
  }

  private async closeDispute() {
    for (const { id } of await this.#atStripe("disputes")) {
      await stripe("POST", `/_emulator/disputes/${id}/close`, {
        outcome: this.#random.chance(0.5) ? "won" : "lost",
      });
    }
  }

  private async endRefund() {
    const [refund] = await this.#atStripe("refunds");
    const outcome = this.#random.chance(0.7) ? "succeed" : "fail";
    if (refund) await stripe("POST", `/_emulator/refunds/${refund.id}/settle`, { outcome });
  }

  /** Some come now, some never: the sweepers have to find out. */
  private async webhooks() {
    for (const delivery of await takeWebhooks()) if (this.#random.chance(0.7)) await deliver(delivery);
  }

  get #id(): string {
    return this.#order?.id ?? "";
  }

  #payment() {
    return this.#order?.payments[0];
  }

  #refund(body: Record<string, unknown>) {
    return this.#staff("POST", `/payments/${this.#payment()?.id ?? unique("none")}/refunds`, body);
  }

  #someUnits(left: (line: Order["line_items"][number]) => number): { id: string; quantity: number }[] {
    const lines = this.#order?.line_items ?? [];
    const some = lines
      .filter((line) => left(line) > 0)
      .map((line) => ({ id: line.id, quantity: this.#random.int(1, left(line)) }))
      .filter(() => this.#random.chance(0.7));
    // Now and then more than there is, which has to be refused.
    if (some.length > 0 && !this.#random.chance(0.1)) return some;
    return lines.slice(0, 1).map(({ id, quantity }) => ({ id, quantity: quantity + 1 }));
  }

  async #parcels(status: string): Promise<{ id: string }[]> {
    const { body } = await this.#read<{ data?: { id: string; status: string }[] }>(
      `/api/v1/orders/${this.#id}/fulfillments`,
    );
    return (body.data ?? []).filter((parcel) => parcel.status === status);
  }

  async #intent(): Promise<{ id: string; latest_charge: string | null } | undefined> {
    const listed = await stripe("GET", "/v1/payment_intents?limit=100");
    const { data } = await listed.json<{
      data: { id: string; latest_charge: string | null; metadata: { order_id?: string } }[];
    }>();
    return data.find((intent) => intent.metadata.order_id === this.#id);
  }

  async #atStripe(kind: "refunds" | "disputes"): Promise<{ id: string }[]> {
    const intent = await this.#intent();
    if (!intent) return [];
    const listed = await stripe("GET", `/v1/${kind}?payment_intent=${intent.id}`);
    return (await listed.json<{ data: { id: string }[] }>()).data;
  }

  async #staff(method: string, path: string, body: unknown): Promise<Answer<Body>> {
    return this.#call(method, `/api/v1${path}`, body, await asStaff());
  }

  async #read<Answered>(path: string): Promise<Answer<Answered>> {
    return callWith<Answered>(env, "GET", path, { headers: await asStaff() });
  }

  /** Every seventh request meets a way to Stripe that fails. A client that gets no answer asks once more under its key. */
  async #call<Answered = Body>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer<Answered>> {
    const random = this.#random;
    const bindings = random.chance(0.15)
      ? faultyStripe(random.pick(STRIPE_FAULTS), (verb) => verb === "POST").env
      : env;
    const call = { body, headers: { ...headers, "Idempotency-Key": unique("key") } };
    const answer = await callWith<Answered>(bindings, method, path, call);
    if (!EXPECTED.has(answer.status)) {
      this.#unexpected.push(
        `${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
    return answer.status === 503 && random.chance(0.5) ? callWith<Answered>(env, method, path, call) : answer;
  }
}
