import type { Client } from "../../client/index.ts";
import { type Cart, cartLines, type Guest, money, newGuest, type Scene, type Variant } from "./shop.ts";

/** Somebody who buys: nobody's real data. */
const CONTACT = { email: "ada@example.com" };
const ADDRESS = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
};

/** A filled cart, ready to be ordered by whoever has it. */
export interface FilledCart {
  client: Client;
  total: Cart["totals"]["total"];
}

/** Fills a new cart and makes it ready to be ordered. `changeTo` changes the quantity after adding. */
export async function fillCart(
  scene: Scene,
  variant: Variant,
  quantity: number,
  changeTo?: number,
): Promise<FilledCart> {
  const { tell } = scene;
  const { guest, lineId } = await putIntoNewCart(scene, variant, quantity);
  const { client } = guest;
  if (changeTo !== undefined) {
    const params = { path: { line_id: lineId } };
    const cart = await tell.ask(`Make it ${changeTo}`, {
      send: () => client.PATCH("/api/v1/cart/items/{line_id}", { params, body: { quantity: changeTo } }),
      expect: 200,
      show: cartLines,
    });
    tell.check(cart.items[0]?.quantity === changeTo, "the line has the new quantity", cart.items);
  }
  await tell.ask("Who is buying", {
    send: () => client.PUT("/api/v1/cart/contact", { body: CONTACT }),
    expect: 200,
    show: (cart) => cart.email ?? "",
  });
  return await chooseDelivery(scene, client);
}

/** Begins a guest's cart. */
export async function putIntoNewCart(
  scene: Scene,
  { sku }: Variant,
  quantity: number,
): Promise<{ guest: Guest; lineId: string }> {
  const { tell } = scene;
  const guest = newGuest(scene);
  const cart = await tell.ask(`Put ${quantity} into a new cart`, {
    send: () => guest.client.POST("/api/v1/cart/items", { body: { sku, quantity } }),
    expect: 201,
    show: cartLines,
  });
  tell.check(guest.cartToken() !== undefined, "a new cart's answer carries X-Cart-Token");
  return { guest, lineId: cart.items[0]?.id ?? "" };
}

/** Says where the client's cart is shipped, and how. */
export async function chooseDelivery({ tell }: Scene, client: Client): Promise<FilledCart> {
  await tell.ask("Where to ship", {
    send: () => client.PUT("/api/v1/cart/shipping-address", { body: ADDRESS }),
    expect: 200,
    show: cartLines,
  });
  const { data: options } = await tell.ask("How can it be shipped?", {
    send: () => client.GET("/api/v1/cart/shipping-options"),
    expect: 200,
    show: ({ data }) => data.map(({ name, price }) => `${name}, ${money(price)}`),
  });
  const [option] = options;
  tell.check(option !== undefined, "there is a way to ship to New York");
  const cart = await tell.ask("Choose the first", {
    send: () => client.PUT("/api/v1/cart/shipping-option", { body: { id: option?.id ?? "" } }),
    expect: 200,
    show: cartLines,
  });
  checkTotals(tell, cart);
  return { client, total: cart.totals.total };
}

function checkTotals(tell: Scene["tell"], cart: Cart): void {
  const { subtotal, discount, shipping, tax, total } = cart.totals;
  const sum = subtotal.amount - discount.amount + shipping.amount + tax.amount;
  tell.check(sum === total.amount, "subtotal - discount + shipping + tax = total", cart.totals);
}
