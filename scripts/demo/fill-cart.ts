import { type Cart, cartLines, money, type Page, type Scene, type Variant } from "./shop.ts";

interface ShippingOption {
  id: string;
  name: string;
  price: { amount: number; currency: string };
}

const PATH = "/api/v1/cart";

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

/** A filled cart, ready to be ordered. */
export interface FilledCart {
  headers: Record<string, string>;
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
  const { headers, lineId } = await putIntoNewCart(scene, variant, quantity);
  if (changeTo !== undefined) {
    const { body } = await tell.ask<Cart>(`Make it ${changeTo}`, {
      method: "PATCH",
      path: `${PATH}/items/${lineId}`,
      json: { quantity: changeTo },
      headers,
      expect: 200,
      show: cartLines,
    });
    tell.check(body.items[0]?.quantity === changeTo, "the line has the new quantity", body.items);
  }
  await tell.ask<Cart>("Who is buying", {
    method: "PUT",
    path: `${PATH}/contact`,
    json: CONTACT,
    headers,
    expect: 200,
    show: (cart) => cart.email ?? "",
  });
  return await chooseDelivery(scene, headers);
}

/** Begins a guest's cart. The headers name it. */
export async function putIntoNewCart(
  { tell }: Scene,
  variant: Variant,
  quantity: number,
): Promise<{ headers: Record<string, string>; lineId: string }> {
  const { headers, body } = await tell.ask<Cart>(`Put ${quantity} into a new cart`, {
    method: "POST",
    path: `${PATH}/items`,
    json: { sku: variant.sku, quantity },
    expect: 201,
    show: cartLines,
  });
  const token = headers.get("X-Cart-Token") ?? "";
  tell.check(token !== "", "a new cart's answer carries X-Cart-Token");
  return { headers: { "X-Cart-Token": token }, lineId: body.items[0]?.id ?? "" };
}

/** Says where the cart that the headers name is shipped, and how. */
export async function chooseDelivery({ tell }: Scene, headers: Record<string, string>): Promise<FilledCart> {
  await tell.ask<Cart>("Where to ship", {
    method: "PUT",
    path: `${PATH}/shipping-address`,
    json: ADDRESS,
    headers,
    expect: 200,
    show: cartLines,
  });
  const { body: options } = await tell.ask<Page<ShippingOption>>("How can it be shipped?", {
    method: "GET",
    path: `${PATH}/shipping-options`,
    headers,
    expect: 200,
    show: ({ data }) => data.map(({ name, price }) => `${name}, ${money(price)}`),
  });
  const option = options.data[0];
  tell.check(option !== undefined, "there is a way to ship to New York");
  const { body: cart } = await tell.ask<Cart>("Choose the first", {
    method: "PUT",
    path: `${PATH}/shipping-option`,
    json: { id: option?.id },
    headers,
    expect: 200,
    show: cartLines,
  });
  checkTotals(tell, cart);
  return { headers, total: cart.totals.total };
}

function checkTotals(tell: Scene["tell"], cart: Cart): void {
  const { subtotal, discount, shipping, tax, total } = cart.totals;
  const sum = subtotal.amount - discount.amount + shipping.amount + tax.amount;
  tell.check(sum === total.amount, "subtotal - discount + shipping + tax = total", cart.totals);
}
