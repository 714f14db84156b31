// A guest's order is opened by its token, which placing it gave. It stays in this browser; a link can carry it behind the "#".

import { keep, kept } from "../browser-store.ts";

const NAME = "shop.order-tokens";
const KEPT = 20;
const KEPT_MS = 180 * 24 * 60 * 60 * 1000;

interface KeptToken {
  order: string;
  token: string;
  at: number;
}

/** Keeps an order's token in this browser, and forgets the oldest ones. */
export function keepOrderToken(order: string, token: string): void {
  const others = tokens().filter((each) => each.order !== order);
  const all = [{ order, token, at: Date.now() }, ...others].slice(0, KEPT);
  write(all);
}

/** The token that opens the order; undefined when this browser has none. */
export function orderToken(order: string): string | undefined {
  return tokens().find((each) => each.order === order)?.token;
}

/**
 * Keeps the token of a link `/orders/{id}#token=…`. It leaves the address bar, as does what a bank's page has added to the address:
 * neither is to be shared or kept in the history.
 */
export function takeLinkedToken(order: string): void {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) keepOrderToken(order, token);
  const isFromBank = new URLSearchParams(location.search).has("payment_intent");
  if (token === null && !isFromBank) return;
  history.replaceState(history.state, "", location.pathname + (isFromBank ? "" : location.search));
}

/** Forgets all of them: whoever comes after a logout shall not see them. */
export function forgetOrderTokens(): void {
  write([]);
}

function tokens(): KeptToken[] {
  try {
    const all = JSON.parse(kept(NAME) ?? "[]") as KeptToken[];
    return all.filter(({ at }) => at > Date.now() - KEPT_MS);
  } catch {
    return [];
  }
}

function write(all: KeptToken[]): void {
  keep(NAME, JSON.stringify(all));
}
