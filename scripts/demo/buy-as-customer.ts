import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Client, idempotencyKey, type Schema } from "../../client/index.ts";
import { newPassword } from "../lib/passwords.ts";
import { chooseDelivery, putIntoNewCart } from "./fill-cart.ts";
import { untilMailed } from "./mails.ts";
import { bearerOf, cartLines, newGuest, type Order, orderLine, type Scene, type Variant } from "./shop.ts";

interface Person {
  email: string;
  password: string;
  first_name: string;
}

/** Makes an account, logs in with the cart that a guest filled, buys it, finds the order among the own ones and logs out. */
export async function buyAsCustomer(scene: Scene, variant: Variant, quantity: number): Promise<Order> {
  const { tell } = scene;
  const person = somebodyNew();
  const { client: visitor } = newGuest(scene);
  await tell.ask("Make an account", {
    send: () => visitor.POST("/api/v1/auth/register", { body: person }),
    expect: 201,
    show: ({ message }) => message,
  });
  const { guest } = await putIntoNewCart(scene, variant, quantity);
  if (scene.writesMails) await confirmAddress(scene, visitor, person);
  const tokens = await logIn(scene, guest.client, person);
  const customer = bearerOf(tell, tokens.access_token);
  const cart = await tell.ask("The guest's cart has come along", {
    send: () => customer.GET("/api/v1/cart"),
    expect: 200,
    show: cartLines,
  });
  tell.check(
    cart.items[0]?.sku === variant.sku,
    "the customer's cart holds what the guest chose",
    cart.items,
  );
  tell.check(cart.items[0]?.quantity === quantity, "and no more of it", cart.items);
  await chooseDelivery(scene, customer);
  const order = await buy(scene, customer, tokens.user.id, person.email);
  await logOut(scene, visitor, tokens.refresh_token);
  return order;
}

/** A person whose name is in one mail only. Names in mails are letters. */
function somebodyNew(): Person {
  const name = Array.from({ length: 8 }, () => String.fromCharCode(97 + randomInt(26))).join("");
  return { email: `ada.${name}@example.com`, password: newPassword(), first_name: `Ada ${name}` };
}

async function confirmAddress(
  { tell }: Scene,
  visitor: Client,
  { first_name, password }: Person,
): Promise<void> {
  const [file = ""] = await untilMailed(`Hello ${first_name},`);
  const token = /\/account\/verify-email\?token=(\S+)/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  tell.check(token !== "", "the welcome mail has a link that confirms the address", file);
  await tell.ask("Follow the link of the welcome mail", {
    send: () => visitor.POST("/api/v1/auth/verify-email", { body: { token, password } }),
    expect: 204,
    show: () => [],
  });
}

/** The guest's cart goes with the login. */
async function logIn(
  { tell, writesMails }: Scene,
  guest: Client,
  { email, password }: Person,
): Promise<Schema<"Tokens">> {
  const tokens = await tell.ask("Log in", {
    send: () => guest.POST("/api/v1/auth/login", { body: { email, password } }),
    expect: 200,
    show: ({ user }) => `${user.role}, address ${user.email_verified ? "confirmed" : "not confirmed yet"}`,
  });
  tell.check(tokens.user.role === "customer", "who registers is a customer", tokens.user);
  if (writesMails) tell.check(tokens.user.email_verified, "the link confirmed the address", tokens.user);
  return tokens;
}

async function buy({ tell }: Scene, customer: Client, customerId: string, email: string): Promise<Order> {
  const header = { "Idempotency-Key": idempotencyKey() };
  const body = { payment_method: "pm_card_visa" };
  const order = await tell.ask("Order and pay", {
    send: () => customer.POST("/api/v1/orders", { params: { header }, body }),
    expect: 201,
    show: orderLine,
  });
  tell.check(order.status === "confirmed", "the order is confirmed", order.status);
  tell.check(
    order.customer_id === customerId && order.email === email,
    "the order is the customer's, under the account's address",
    order,
  );
  const { data: own } = await tell.ask("Which orders are mine?", {
    send: () => customer.GET("/api/v1/customers/me/orders"),
    expect: 200,
    show: ({ data }) => data.map(orderLine),
  });
  tell.check(own.length === 1 && own[0]?.id === order.id, "that one, and nobody else's", own);
  return order;
}

async function logOut({ tell }: Scene, visitor: Client, refreshToken: string): Promise<void> {
  const body = { refresh_token: refreshToken };
  await tell.ask("Log out", {
    send: () => visitor.POST("/api/v1/auth/logout", { body }),
    expect: 204,
    show: () => [],
  });
  await tell.askInVain("Its refresh token is worth nothing now", {
    send: () => visitor.POST("/api/v1/auth/refresh", { body }),
    expect: 401,
    show: ({ code, detail }) => `${code}: ${detail}`,
  });
}
