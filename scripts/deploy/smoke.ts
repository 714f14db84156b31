import { request } from "../lib/http.ts";
import { Failure, poll } from "../lib/terminal.ts";

const READY_TIMEOUT_MS = 60_000;

interface Target {
  /** Without a trailing slash. */
  url: string;
  /** Sends every request to this version of the Worker of this name; without, to whichever Cloudflare chooses. */
  version?: { worker: string; id: string } | undefined;
}

/**
 * Visits a deployment as a guest: alive, ready, contract, keys, pages, catalog, a cart that is filled and read back. It orders nothing.
 * @throws Failure that names what was not as it should be
 */
export async function smokeTest({ url, version }: Target): Promise<void> {
  const headers: Record<string, string> =
    version === undefined
      ? {}
      : { "Cloudflare-Workers-Version-Overrides": `${version.worker}="${version.id}"` };
  const get = <Body>(path: string, more: Record<string, string> = {}) =>
    request<Body>("GET", `${url}${path}`, { headers: { ...headers, ...more } });

  const ready = await poll(
    async () => {
      const answer = await get("/ready").catch(() => undefined);
      return answer?.status === 200 ? true : undefined;
    },
    { timeoutMs: READY_TIMEOUT_MS, everyMs: 1_000 },
  );
  if (!ready) throw new Failure(`${url}/ready did not answer 200 within ${READY_TIMEOUT_MS / 1_000} s`);
  for (const path of ["/health", "/openapi.json", "/.well-known/jwks.json", "/", "/admin/"]) {
    const { status } = await get(path);
    if (status !== 200) throw new Failure(`${path} answered ${status}`);
  }
  const list = await get<{ data: { slug: string; variants: { id: string; availability: string }[] }[] }>(
    "/api/v1/products?limit=20",
  );
  if (list.status !== 200) throw new Failure(`the product list answered ${list.status}`);
  const unknown = await get("/api/v1/products/there-is-no-such-product");
  if (unknown.status !== 404) throw new Failure(`an unknown product answered ${unknown.status}, not 404`);
  const products = list.body.data;
  const [first] = products;
  if (first === undefined) return;
  const detail = await get(`/api/v1/products/${first.slug}`);
  if (detail.status !== 200) throw new Failure(`the product ${first.slug} answered ${detail.status}`);
  const variant = products
    .flatMap((product) => product.variants)
    .find((each) => each.availability === "in_stock");
  if (variant === undefined) return;
  await fillCart(url, headers, variant.id);
}

async function fillCart(url: string, headers: Record<string, string>, variantId: string): Promise<void> {
  const items = `${url}/api/v1/cart/items`;
  const added = await request<{ items: unknown[] }>("POST", items, {
    headers,
    json: { variant_id: variantId, quantity: 1 },
  });
  // A shop without guests, or in maintenance, is not broken.
  if (added.status === 401 || added.status === 403 || added.status === 503) return;
  const token = added.headers.get("X-Cart-Token");
  if (added.status >= 300 || token === null) throw new Failure(`adding to a cart answered ${added.status}`);
  const cart = await request<{ items: unknown[] }>("GET", `${url}/api/v1/cart`, {
    headers: { ...headers, "X-Cart-Token": token },
  });
  if (cart.status !== 200 || cart.body.items.length !== 1) {
    throw new Failure(`the cart answered ${cart.status} with ${cart.body.items?.length} items, not 1`);
  }
  await request("DELETE", `${url}/api/v1/cart`, { headers: { ...headers, "X-Cart-Token": token } });
}
