import { randomInt, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { newPassword } from "../lib/passwords.ts";
import { chooseDelivery, putIntoNewCart } from "./fill-cart.ts";
import { untilMailed } from "./mails.ts";
import {
  type Cart,
  cartLines,
  type Order,
  orderLine,
  type Page,
  type PlacedOrder,
  type Problem,
  type Scene,
  type Variant,
} from "./shop.ts";

interface Tokens {
  access_token: string;
  refresh_token: string;
  user: { id: string; role: string; email_verified: boolean };
}

interface Person {
  email: string;
  password: string;
  first_name: string;
}

/** Makes an account, logs in with the cart that a guest filled, buys it, finds the order among the own ones and logs out. */
export async function buyAsCustomer(scene: Scene, variant: Variant, quantity: number): Promise<Order> {
  const { tell } = scene;
  const person = somebodyNew();
  await tell.ask<{ message: string }>("Make an account", {
    method: "POST",
    path: "/api/v1/auth/register",
    json: person,
    expect: 201,
    show: ({ message }) => message,
  });
  const guest = await putIntoNewCart(scene, variant, quantity);
  if (scene.writesMails) await confirmAddress(scene, person);
  const tokens = await logIn(scene, person, guest.headers);
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  const { body: cart } = await tell.ask<Cart>("The guest's cart has come along", {
    method: "GET",
    path: "/api/v1/cart",
    headers,
    expect: 200,
    show: cartLines,
  });
  tell.check(
    cart.items[0]?.sku === variant.sku,
    "the customer's cart holds what the guest chose",
    cart.items,
  );
  tell.check(cart.items[0]?.quantity === quantity, "and no more of it", cart.items);
  await chooseDelivery(scene, headers);
  const order = await buy(scene, headers, tokens.user.id, person.email);
  await logOut(scene, tokens.refresh_token);
  return order;
}

/** A person whose name is in one mail only. Names in mails are letters. */
function somebodyNew(): Person {
  const name = Array.from({ length: 8 }, () => String.fromCharCode(97 + randomInt(26))).join("");
  return { email: `ada.${name}@example.com`, password: newPassword(), first_name: `Ada ${name}` };
}

async function confirmAddress({ tell }: Scene, { first_name, password }: Person): Promise<void> {
  const [file = ""] = await untilMailed(`Hello ${first_name},`);
  const token = /\/account\/verify-email\?token=(\S+)/.exec(readFileSync(file, "utf8"))?.[1];
  tell.check(token !== undefined, "the welcome mail has a link that confirms the address", file);
  await tell.ask("Follow the link of the welcome mail", {
    method: "POST",
    path: "/api/v1/auth/verify-email",
    json: { token, password },
    expect: 204,
    show: () => [],
  });
}

async function logIn(
  { tell, writesMails }: Scene,
  { email, password }: Person,
  cart: Record<string, string>,
): Promise<Tokens> {
  const { body } = await tell.ask<Tokens>("Log in", {
    method: "POST",
    path: "/api/v1/auth/login",
    json: { email, password },
    headers: cart,
    expect: 200,
    show: ({ user }) => `${user.role}, address ${user.email_verified ? "confirmed" : "not confirmed yet"}`,
  });
  tell.check(body.user.role === "customer", "who registers is a customer", body.user);
  if (writesMails) tell.check(body.user.email_verified, "the link confirmed the address", body.user);
  return body;
}

async function buy(
  { tell }: Scene,
  headers: Record<string, string>,
  customerId: string,
  email: string,
): Promise<Order> {
  const { body: order } = await tell.ask<PlacedOrder>("Order and pay", {
    method: "POST",
    path: "/api/v1/orders",
    json: { payment_method: "pm_card_visa" },
    headers: { ...headers, "Idempotency-Key": randomUUID() },
    expect: 201,
    show: orderLine,
  });
  tell.check(order.status === "confirmed", "the order is confirmed", order.status);
  tell.check(
    order.customer_id === customerId && order.email === email,
    "the order is the customer's, under the account's address",
    order,
  );
  const { body: own } = await tell.ask<Page<Order>>("Which orders are mine?", {
    method: "GET",
    path: "/api/v1/customers/me/orders",
    headers,
    expect: 200,
    show: ({ data }) => data.map(orderLine),
  });
  tell.check(own.data.length === 1 && own.data[0]?.id === order.id, "that one, and nobody else's", own.data);
  return order;
}

async function logOut({ tell }: Scene, refreshToken: string): Promise<void> {
  const json = { refresh_token: refreshToken };
  const call = { method: "POST", json };
  await tell.ask("Log out", { ...call, path: "/api/v1/auth/logout", expect: 204, show: () => [] });
  await tell.ask<Problem>("Its refresh token is worth nothing now", {
    ...call,
    path: "/api/v1/auth/refresh",
    expect: 401,
    show: ({ code, detail }) => `${code}: ${detail}`,
  });
}
