import { ADDRESS, CONTACT, type Order, PAYMENT, SHIPPING } from "../buyer.ts";
import { anyOf, type Goods, popularOf } from "./goods.ts";
import type { Line, Reply } from "./line.ts";
import type { Tally } from "./tally.ts";

/** Of carts, how many are left where they are when the next thing is put into a cart. */
const ABANDONED = 0.25;

interface Item {
  id: string;
}

/** A guest who looks around, fills a cart, and sometimes orders. Every answer that is no 2xx is counted as a failure. */
export class Shopper {
  readonly #line: Line;
  readonly #goods: Goods;
  readonly #tally: () => Tally;
  #token: string | undefined;
  #items: Item[] = [];

  constructor(line: Line, goods: Goods, tally: () => Tally) {
    this.#line = line;
    this.#goods = goods;
    this.#tally = tally;
  }

  /** One page of the catalog. */
  async browse(): Promise<void> {
    const dice = Math.random();
    const { slugs, categories, words } = this.#goods;
    if (dice < 0.4) return void (await this.#ask("GET", `/products/${popularOf(slugs)}`));
    if (dice < 0.6) return void (await this.#ask("GET", "/products?limit=20"));
    if (dice < 0.8)
      return void (await this.#ask("GET", `/products?limit=20&category=${anyOf(categories)}&sort=price`));
    const words2 = `${anyOf(words)} ${anyOf(categories)}`;
    const path = dice < 0.95 ? "/search" : "/search/suggest";
    await this.#ask("GET", `${path}?q=${encodeURIComponent(words2)}`);
  }

  /** Puts something into the cart, looks at it, or changes a quantity. */
  async fill(): Promise<void> {
    const dice = Math.random();
    const [item] = this.#items;
    if (!item || dice < 0.5) return this.#add();
    if (dice < 0.8) return void (await this.#ask("GET", "/cart"));
    await this.#ask("PATCH", `/cart/items/${item.id}`, { quantity: 1 + Math.floor(Math.random() * 3) });
  }

  /** From whatever the cart holds to the paid order, read once more. */
  async checkout(): Promise<void> {
    if (this.#items.length === 0) await this.#add();
    await this.#ask("PUT", "/cart/contact", CONTACT);
    await this.#ask("PUT", "/cart/shipping-address", ADDRESS);
    await this.#ask("GET", "/cart/shipping-options");
    await this.#ask("PUT", "/cart/shipping-option", SHIPPING);
    const began = performance.now();
    const order = JSON.parse((await this.#ask("POST", "/orders", PAYMENT)).text) as Order;
    this.#tally().record("order placement", performance.now() - began);
    this.#leave();
    const read = await this.#ask("GET", `/orders/${order.id}`, undefined, {
      "X-Order-Token": order.access_token,
    });
    const { status, payment_status } = JSON.parse(read.text) as Order;
    if (status !== "confirmed" || payment_status !== "paid")
      this.#tally().fail(`an order is ${status} and ${payment_status}`);
  }

  async #add(): Promise<void> {
    if (Math.random() < ABANDONED) this.#leave();
    const body = { variant_id: anyOf(this.#goods.variants).id, quantity: 1 };
    const { headers, text } = await this.#ask("POST", "/cart/items", body);
    this.#token ??= headers["x-cart-token"]?.toString();
    this.#items = (JSON.parse(text) as { items: Item[] }).items;
  }

  #leave(): void {
    this.#token = undefined;
    this.#items = [];
  }

  async #ask(method: string, path: string, json?: unknown, headers?: Record<string, string>): Promise<Reply> {
    const reply = await this.#line.ask(
      method,
      path,
      {
        ...headers,
        ...(this.#token === undefined ? {} : { "X-Cart-Token": this.#token }),
        ...(method === "POST" ? { "Idempotency-Key": crypto.randomUUID() } : {}),
      },
      json,
    );
    if (reply.status >= 200 && reply.status < 300) return reply;
    throw new Error(`${method} ${path.replace(/[?].*/, "")}: ${reply.status} ${reply.text.slice(0, 200)}`);
  }
}
