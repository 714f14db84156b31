import { computed, signal } from "@preact/signals";
import { client, dataOf, type Schema } from "./api.ts";
import { keep, kept } from "./browser-store.ts";

const FACTS = "shop.facts";
const CURRENCY = "shop.currency";

/** What the shop tells about itself. */
export type ShopFacts = Schema<"Shop">;

/** What is known of the shop: at once what the last visit knew, then what is so. */
export const shopFacts = signal<ShopFacts | undefined>(remembered());

const chosen = signal(kept(CURRENCY));

/** The currency to show prices in; undefined is the shop's first one, which needs no naming. */
export const currency = computed(() => {
  const known = shopFacts.value?.currencies;
  if (chosen.value === undefined || chosen.value === known?.[0]) return undefined;
  return known && !known.includes(chosen.value) ? undefined : chosen.value;
});

/** The currency that prices are shown in, by name. */
export const shopCurrency = computed(() => currency.value ?? shopFacts.value?.currencies[0] ?? "USD");

let reading: Promise<ShopFacts> | undefined;

/** What the shop tells about itself, asked once a visit. Throws what the request throws. */
export function readShopFacts(): Promise<ShopFacts> {
  reading ??= askShopFacts().catch((error: unknown) => {
    reading = undefined;
    throw error;
  });
  return reading;
}

/** From now on prices are shown in this currency. */
export function chooseCurrency(code: string): void {
  keep(CURRENCY, code);
  chosen.value = code;
}

async function askShopFacts(): Promise<ShopFacts> {
  const facts = await dataOf(client.GET("/api/v1/shop"));
  keep(FACTS, JSON.stringify(facts));
  shopFacts.value = facts;
  return facts;
}

function remembered(): ShopFacts | undefined {
  try {
    return JSON.parse(kept(FACTS) ?? "null") as ShopFacts | undefined;
  } catch {
    return undefined;
  }
}
