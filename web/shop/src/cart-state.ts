import { computed, effect, signal } from "@preact/signals";
import { ApiProblem, cartToken, client, dataOf, idempotencyKey, type Schema } from "./api.ts";
import { session } from "./session-state.ts";
import { currency } from "./shop-facts.ts";

export type Cart = Schema<"Cart">;
export type CartLine = Cart["items"][number];

/** The cart as the API told it last; undefined until it was read. */
export const cart = signal<Cart | undefined>();

/** What a change of the cart or of one of its lines came to, by line id ("" for the cart): thrown errors. */
export const cartErrors = signal<Record<string, unknown>>({});

/** What was put into the cart last, for the panel that says so. */
export const lastAdded = signal<CartLine | undefined>();

/** Quantities that people have chosen and the API has not confirmed yet, by line id. */
const wanted = signal<Record<string, number>>({});

/** The cart's lines as people see them: with the quantities that they have just chosen. */
export const cartLines = computed(() =>
  (cart.value?.items ?? []).map((line) => ({ ...line, quantity: wanted.value[line.id] ?? line.quantity })),
);

/** How many units are in the cart. */
export const cartCount = computed(() => cartLines.value.reduce((sum, line) => sum + line.quantity, 0));

/** Whether a change is on its way, so that totals are about to be others. */
export const cartIsChanging = signal(false);

/** Whether this browser may have a cart that holds something; a first visit asks for none. */
export function mayHaveCart(): boolean {
  return session.value !== undefined || cartToken.get() !== undefined;
}

/** Reads the cart; `refresh` compares it with the catalog first. Throws what the request throws. */
export async function loadCart({ refresh = false } = {}): Promise<void> {
  const read = () =>
    dataOf(client.GET("/api/v1/cart", { params: { query: refresh ? { refresh: "true" } : {} } }));
  await inTurn(async () => {
    try {
      cart.value = await read();
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== "cart.token_invalid") throw error;
      // The shop's secret is another one by now, or somebody edited the token: that cart is gone.
      cartToken.forget();
      cart.value = await read();
    }
  });
}

/** Puts units of a variant into the cart. Throws what the request throws. */
export async function addToCart(variantId: string, quantity: number): Promise<void> {
  const key = idempotencyKey();
  const body = {
    variant_id: variantId,
    quantity,
    ...(currency.value === undefined ? {} : { currency: currency.value }),
  };
  const add = () =>
    dataOf(client.POST("/api/v1/cart/items", { params: { header: { "Idempotency-Key": key } }, body }));
  // A lost answer: the key makes sure that asking again adds nothing twice.
  const added = await inTurn(() => add().catch((error: unknown) => ifUnanswered(error, add)));
  cart.value = added;
  lastAdded.value = added.items.find((line) => line.variant_id === variantId);
}

/** Changes a line's quantity: at once on the page, then in the shop; of several quick choices only the last is sent. */
export async function changeQuantity(lineId: string, quantity: number): Promise<void> {
  wanted.value = { ...wanted.value, [lineId]: quantity };
  await changeCart(lineId, async () => {
    const latest = wanted.value[lineId];
    if (latest === undefined || latest === confirmedQuantity(lineId)) return undefined;
    const path = { line_id: lineId };
    return dataOf(
      client.PATCH("/api/v1/cart/items/{line_id}", { params: { path }, body: { quantity: latest } }),
    );
  });
}

/** Takes a line out of the cart. */
export async function removeLine(lineId: string): Promise<void> {
  await changeCart(lineId, () =>
    dataOf(client.DELETE("/api/v1/cart/items/{line_id}", { params: { path: { line_id: lineId } } })),
  );
}

/** Agrees to the changes of prices and stock that the cart shows. */
export async function acceptChanges(): Promise<void> {
  await changeCart("", () => dataOf(client.POST("/api/v1/cart/accept-changes")));
}

/** What the shopper tells the shop with the order; an empty text takes it away. */
export async function setCartNote(note: string): Promise<void> {
  await changeCart("", () => dataOf(client.PATCH("/api/v1/cart", { body: { note: note || null } })));
}

/** A change whose outcome is shown where it belongs: the new cart, or the error of the line. */
async function changeCart(lineId: string, change: () => Promise<Cart | undefined>): Promise<void> {
  cartIsChanging.value = true;
  cartErrors.value = without(cartErrors.value, lineId);
  try {
    const changed = await inTurn(change);
    if (changed) cart.value = changed;
  } catch (error) {
    cartErrors.value = { ...cartErrors.value, [lineId]: error };
    if (error instanceof ApiProblem && error.status === 404) await loadCart().catch(() => undefined);
  } finally {
    if (waiting === 0) {
      wanted.value = {};
      cartIsChanging.value = false;
    }
  }
}

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** One request about the cart after the other, so that the last answer is the newest cart. */
function inTurn<Result>(job: () => Promise<Result>): Promise<Result> {
  waiting++;
  const result = last.then(job).finally(() => waiting--);
  last = result.catch(() => undefined);
  return result;
}

function ifUnanswered<Result>(error: unknown, again: () => Promise<Result>): Promise<Result> {
  if (error instanceof ApiProblem) throw error;
  return again();
}

function confirmedQuantity(lineId: string): number | undefined {
  return cart.value?.items.find((line) => line.id === lineId)?.quantity;
}

function without(errors: Record<string, unknown>, lineId: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(errors).filter(([id]) => id !== lineId));
}

// Another tab may have changed it meanwhile.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && cart.value) void loadCart().catch(() => undefined);
});

// Whoever logs in or out has another cart from then on.
let owner: string | undefined;
effect(() => {
  const user = session.value?.user.id;
  if (user === owner) return;
  owner = user;
  void loadCart().catch(() => undefined);
});
