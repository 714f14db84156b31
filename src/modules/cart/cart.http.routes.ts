import type { Ctx } from "../../platform/ctx.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { etagOf, expectedVersion, permission, type Reply } from "../../platform/http/index.ts";
import { cartSchema } from "./cart.schema.ts";
import type { CartOperation, CartState } from "./cart.state.ts";
import { cartView } from "./cart.view.ts";
import { applyToCart, type CartRef } from "./cart-store.ts";
import { cartTokenHeader, resolveCart } from "./resolve-cart.ts";

// What the cart's routes share.

export type RawRequest = { header(name: string): string | undefined; text(): Promise<string> };

const requestHeaders = {
  "X-Cart-Token":
    "The token of a guest's cart, as the first answer gave it. Without it a guest starts a new cart. From a signed-in user, whose " +
    "cart needs no token: the guest's cart is merged into theirs first.",
  "If-Match": "Refuse the change with 412 unless the cart still has this ETag.",
};

export const cartAnswer = {
  description: "The cart with its totals",
  schema: cartSchema,
  headers: {
    "X-Cart-Token": "For guests: send it with every further request about this cart",
    ETag: "The cart's version",
  },
} as const;

/** A cart as an answer, with its version and a guest's token. */
export function reply(
  ref: CartRef,
  state: CartState,
  status = 200,
  headers: Record<string, string> = {},
): Reply {
  return {
    status,
    body: cartView(state),
    etag: etagOf(state.version),
    headers: { ...cartTokenHeader(ref), ...headers },
  };
}

/** Options of a change that the request's headers ask for. `what` tells requests with the same body apart, which share their keys. */
export async function optionsOf(request: RawRequest, what = "") {
  const key = request.header("Idempotency-Key");
  return {
    refresh: "later" as const,
    ifVersion: expectedVersion(request.header("If-Match")),
    idempotency:
      key === undefined ? undefined : { key, hash: await sha256Hex(what + (await request.text())) },
  };
}

/** Tells that an answer is the first one again. */
export function replayedHeader(replayed: boolean): Record<string, string> {
  return replayed ? { "Idempotent-Replayed": "true" } : {};
}

/** Carries out one operation in the caller's cart and answers it. */
export async function change(ctx: Ctx, request: RawRequest, operation: () => CartOperation): Promise<Reply> {
  const ref = await resolveCart(ctx, request.header("X-Cart-Token"));
  const ifVersion = expectedVersion(request.header("If-Match"));
  const { state } = await applyToCart(ctx, ref, operation(), { ifVersion, refresh: "later" });
  return reply(ref, state);
}

/** What all cart routes have in common. */
export const common = { tag: "Cart", access: permission("cart:manage"), requestHeaders } as const;

/**
 * What is in a cart changes in one call: a disabled user's cart is frozen and refuses by itself, and a login that has ended can change
 * lines until its access token does. Where the goods go, and who is told, is asked of the database first.
 */
export const lines = { ...common, standing: "deferred" } as const;
