import { type Answer, type Call } from "../../scripts/lib/http.ts";
import type { Client, Problem } from "./client.ts";
import type { Random } from "./random.ts";
import { askStripe } from "./world.ts";

export interface Cart {
  id: string;
  items: { id: string; variant_id: string; quantity: number; problems: CartProblem[] }[];
  totals: { total: { amount: number } };
  quote_hash: string;
}

interface CartProblem {
  code: string;
  available?: number;
}

export interface Order {
  id: string;
  status: string;
  payment_status: string;
  access_token: string;
  totals: { total: { amount: number } };
  payment: { status: string; client_secret: string } | null;
}

/** A problem that names the order which it is about. */
interface OrderProblem extends Problem {
  order?: { id: string; access_token: string };
}

export type OrderAnswer = Answer<Order & OrderProblem>;

const ADDRESSES = [
  { line1: "1 Analytical Way", city: "New York", region: "NY", postal_code: "10001", country: "US" },
  { line1: "2 Difference Street", city: "San Francisco", region: "CA", postal_code: "94103", country: "US" },
  { line1: "3 Rechenweg", city: "Berlin", postal_code: "10115", country: "DE" },
  { line1: "4 Babbage Road", city: "Toronto", region: "ON", postal_code: "M5V 2T6", country: "CA" },
].map((address) => ({ first_name: "Ada", last_name: "Lovelace", ...address }));

/** A guest with a cart of their own. */
export class Shopper {
  readonly client: Client;
  readonly random: Random;
  readonly #wallet: readonly string[];
  readonly #email: string;
  /** Units by variant that the cart was given: they are in it, or in an order. */
  readonly #units = new Map<string, number>();
  #token: string | undefined;
  #keys = 0;

  constructor(client: Client, random: Random, wallet: readonly string[], name: string) {
    this.client = client;
    this.random = random;
    this.#wallet = wallet;
    this.#email = `${name}@example.com`;
  }

  /** A payment method that pays, sooner or later. */
  card(): string {
    return this.random.pick(this.#wallet);
  }

  newKey(): string {
    this.#keys += 1;
    return `${this.#email}-${this.#keys}-${crypto.randomUUID()}`;
  }

  async cart(): Promise<Cart> {
    return this.#change("GET", "/cart");
  }

  /** Up to three lines of up to three units, an address, and one of the shipping options that are offered for it. */
  async fillCart(): Promise<Cart> {
    const { random } = this;
    for (const { id } of random.sample(this.client.world.variants, random.int(1, 3))) {
      await this.add(id, random.int(1, 3));
    }
    await this.#change("PUT", "/cart/contact", { email: this.#email });
    await this.#change("PUT", "/cart/shipping-address", random.pick(ADDRESSES));
    return this.chooseShipping();
  }

  async add(variant_id: string, quantity: number): Promise<void> {
    await this.#change("POST", "/cart/items", { variant_id, quantity });
    this.#units.set(variant_id, (this.#units.get(variant_id) ?? 0) + quantity);
    if (this.#token !== undefined) this.client.book.carts.set(this.#token, this.#units);
  }

  async chooseShipping(): Promise<Cart> {
    const { body } = await this.#insist<{ data: { id: string }[] }>("GET", "/cart/shipping-options");
    return this.#change("PUT", "/cart/shipping-option", { id: this.random.pick(body.data).id });
  }

  /** Takes what is left, as the cart's problems tell it. False when nothing is. */
  async makeDo(): Promise<boolean> {
    const cart = await this.cart();
    for (const { id, variant_id, problems } of cart.items) {
      for (const { available = 0 } of problems) {
        if (available > 0) await this.#change("PATCH", `/cart/items/${id}`, { quantity: available });
        else await this.#change("DELETE", `/cart/items/${id}`);
        this.#units.set(variant_id, available);
      }
    }
    const left = await this.cart();
    if (left.items.length === 0) return false;
    await this.chooseShipping();
    return true;
  }

  /** POST /orders, as often as it takes to know what came of it. */
  async order(body: { payment_method?: string; quote_hash?: string }, key: string): Promise<OrderAnswer> {
    return this.#noted(await this.client.insist("POST", "/orders", this.#orderCall(body, key)));
  }

  /** POST /orders by a client that hangs up after a few milliseconds. */
  async orderAndHangUp(body: { payment_method?: string }, key: string, timeoutMs: number): Promise<void> {
    const call = { ...this.#orderCall(body, key), timeoutMs };
    const answer = await this.client.ask<Order & OrderProblem>("POST", "/orders", call);
    if (answer) this.#noted(answer);
  }

  /** POST /orders/{id}/payments, as often as it takes. */
  async pay(order: { id: string; access_token: string }, payment_method: string): Promise<OrderAnswer> {
    return this.#noted(
      await this.client.insist<Order & OrderProblem>("POST", `/orders/${order.id}/payments`, {
        json: { payment_method },
        headers: { "X-Order-Token": order.access_token },
      }),
    );
  }

  /** What the buyer's browser does with Stripe itself: confirm with Stripe.js, or pass 3-D Secure. */
  async confirmAtStripe(order: Order, payment_method: string): Promise<void> {
    const client_secret = order.payment?.client_secret ?? "";
    await askStripe(this.client.world, "POST", `/v1/payment_intents/${intentOf(order)}/confirm`, {
      client_secret,
      payment_method,
      return_url: "https://shop.example.com/back",
    });
  }

  async authenticateAtStripe(order: Order, outcome: "succeed" | "fail"): Promise<void> {
    await askStripe(this.client.world, "POST", `/_emulator/payment_intents/${intentOf(order)}/settle`, {
      outcome,
    });
  }

  #orderCall(json: object, key: string): Call {
    return { json, headers: { ...this.#cartToken(), "Idempotency-Key": key } };
  }

  #cartToken(): Record<string, string> {
    return this.#token === undefined ? {} : { "X-Cart-Token": this.#token };
  }

  /** Enters what an answer says of an order into the book. */
  #noted(answer: OrderAnswer): OrderAnswer {
    const { orders, breaches } = this.client.book;
    const { body } = answer;
    const named = answer.status === 201 ? body : body.order;
    if (!named) return answer;
    const told = orders.get(named.id) ?? { id: named.id, token: named.access_token, paid: false };
    orders.set(named.id, told);
    if (answer.status !== 201) return answer;
    const total = body.totals.total.amount;
    if (told.total !== undefined && told.total !== total)
      breaches.push(`order ${named.id} was told as ${told.total} and as ${total}`);
    told.total = total;
    told.paid ||= body.payment_status === "paid" || body.status === "confirmed";
    return answer;
  }

  async #change(method: string, path: string, json?: unknown): Promise<Cart> {
    return (await this.#insist<Cart>(method, path, json)).body;
  }

  /** A request about the cart that has to succeed, whatever happens on the way. */
  async #insist<Body>(method: string, path: string, json?: unknown): Promise<Answer<Body & Problem>> {
    const key = method === "POST" ? { "Idempotency-Key": this.newKey() } : {};
    const answer = await this.client.insist<Body & Problem>(method, path, {
      ...(json === undefined ? {} : { json }),
      headers: { ...this.#cartToken(), ...key },
    });
    this.#token = answer.headers.get("X-Cart-Token") ?? this.#token;
    // 404: the first try of a deletion came through, only its answer was lost.
    if (answer.status >= 300 && !(method === "DELETE" && answer.status === 404))
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}

function intentOf(order: Order): string {
  return order.payment?.client_secret.split("_secret_")[0] ?? "";
}
