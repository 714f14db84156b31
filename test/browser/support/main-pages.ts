import type { Page } from "playwright-core";
import type { Role } from "../../../src/platform/auth.ts";
import { loginAs } from "./accounts.ts";
import { newProduct, placeOrder } from "./data.ts";
import { settled } from "./settled.ts";

/** A page that everybody meets, and how one gets there in a new browser. */
export interface MainPage {
  name: string;
  open: (page: Page) => Promise<void>;
}

/** The pages of the shop window. */
export const SHOP_PAGES: readonly MainPage[] = [
  { name: "home", open: at("/") },
  { name: "category", open: at("/categories/kitchen") },
  { name: "search", open: at("/search?q=mug") },
  { name: "product", open: at("/products/speckled-stoneware-mug") },
  { name: "empty cart", open: at("/cart") },
  { name: "cart", open: withCart(at("/cart")) },
  { name: "checkout", open: withCart(at("/checkout")) },
  {
    name: "order",
    async open(page) {
      const { id, access_token } = await placeOrder();
      await at(`/orders/${id}#token=${access_token}`)(page);
    },
  },
  { name: "login", open: at("/account") },
  { name: "account", open: as("customer", at("/account")) },
];

/** The pages of the panel, for somebody who may see all of it. */
export const PANEL_PAGES: readonly MainPage[] = [
  { name: "login", open: at("/admin/login") },
  ...panel({
    dashboard: "/admin/",
    orders: "/admin/orders",
    order: async () => `/admin/orders/${(await placeOrder()).id}/show`,
    returns: "/admin/returns",
    payments: "/admin/payments",
    products: "/admin/products",
    product: async () => `/admin/products/${(await newProduct()).id}`,
    categories: "/admin/categories",
    import: "/admin/transfers/import",
    inventory: "/admin/inventory",
    customers: "/admin/customers",
    users: "/admin/users",
    "API keys": "/admin/api-keys",
    mails: "/admin/mails",
    webhooks: "/admin/webhook-endpoints",
    jobs: "/admin/jobs",
    "dead letters": "/admin/dead-letters",
    "audit log": "/admin/audit",
    flags: "/admin/flags",
    settings: "/admin/shop-settings",
    security: "/admin/security",
  }),
];

function panel(paths: Record<string, string | (() => Promise<string>)>): MainPage[] {
  return Object.entries(paths).map(([name, path]) => ({
    name,
    open: as("superuser", async (page) => at(typeof path === "string" ? path : await path())(page)),
  }));
}

function at(path: string): MainPage["open"] {
  return async (page) => {
    await page.goto(path);
    await settled(page);
  };
}

function as(role: Role, open: MainPage["open"]): MainPage["open"] {
  return async (page) => {
    await loginAs(page, role);
    await open(page);
  };
}

function withCart(open: MainPage["open"]): MainPage["open"] {
  return async (page) => {
    const { slug } = await newProduct();
    await page.goto(`/products/${slug}`);
    const added = page.waitForResponse((response) => response.url().endsWith("/cart/items"));
    await page.getByRole("button", { name: "Add to cart" }).click();
    await added;
    await open(page);
  };
}
