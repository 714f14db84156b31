import { queryOf } from "../catalog/filters.ts";
import { loadCart, mayHaveCart } from "../cart-state.ts";
import { currentSession } from "../session-state.ts";
import { readShopFacts } from "../shop-facts.ts";
import { categories, product } from "./catalog.ts";
import { listing } from "./listing.ts";
import { newest } from "./newest.ts";

/** Asks for what the first page will show, so that its answers come while its script is still being read. */
export function startReading({ pathname, search }: Location): void {
  const page = pathname.replace(/\/+$/, "") || "/";
  const [, folder, slug] = /^\/(products|categories)\/([^/]+)$/.exec(page) ?? [];
  if (page === "/") newest();
  if (page === "/search") listing(queryOf(search));
  if (folder === "categories" && slug !== undefined) listing(queryOf(search, decodeURIComponent(slug)));
  if (folder === "products" && slug !== undefined) product(decodeURIComponent(slug));
  categories();
  whenIdle(() => {
    readShopFacts().catch(() => undefined);
    // The cart's page compares the cart with the catalog itself.
    if (page !== "/cart") void whoIsHere();
  });
}

/** Who is logged in and what is in the cart, for those who may have either. */
async function whoIsHere(): Promise<void> {
  try {
    const session = await currentSession();
    // A session that opens reads its cart itself.
    if (!session && mayHaveCart()) await loadCart();
  } catch {
    // The first page is there without; whatever needs them asks again and says what is wrong.
  }
}

function whenIdle(job: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(job, { timeout: 1_000 });
  else setTimeout(job, 200);
}
