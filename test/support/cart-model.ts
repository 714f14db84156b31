import { MAX_QUANTITY, MAX_SAVED } from "../../src/modules/cart/cart.state.ts";

// What a cart is supposed to be, written down without looking at how it is done: quantities by variant and what the shopper has
// seen of the catalog. Amounts in cents.

export interface Offer {
  price: number;
  stock: number;
  archived: boolean;
}

export interface ModelLine {
  quantity: number;
  /** The price that the shopper agreed to. */
  seen: number;
  /** What the cart knows of the catalog. */
  known: Offer;
  note?: string | undefined;
}

export type Lines = Map<string, ModelLine>;

export interface ModelCart {
  lines: Lines;
  email?: string | undefined;
}

export type Outcome = "ok" | "line_not_found" | "quantity_limit" | "unavailable";

export type Change =
  | { do: "add"; variant: string; quantity: number }
  | { do: "set"; variant: string; quantity: number }
  | { do: "note"; variant: string; note: string }
  | { do: "remove"; variant: string }
  | { do: "clear" }
  | { do: "email"; email: string };

/** A guest's cart, a customer's, what the customer's has saved (oldest first), and the catalog. */
export class ShopModel {
  guest: ModelCart = { lines: new Map() };
  customer: ModelCart = { lines: new Map() };
  saved: ModelCart[] = [];
  readonly catalog: Map<string, Offer>;

  constructor(catalog: Map<string, Offer>) {
    this.catalog = catalog;
  }

  change(cart: ModelCart, change: Change): Outcome {
    const { lines } = cart;
    if (change.do === "email") cart.email = change.email;
    else if (change.do === "clear") lines.clear();
    else if (change.do === "add") return this.#add(lines, change.variant, change.quantity);
    else {
      const line = lines.get(change.variant);
      if (!line) return "line_not_found";
      if (change.do === "set") line.quantity = change.quantity;
      if (change.do === "note") line.note = change.note;
      if (change.do === "remove") lines.delete(change.variant);
    }
    return "ok";
  }

  #add(lines: Lines, variant: string, quantity: number): Outcome {
    const offer = this.#offer(variant);
    if (offer.archived) return "unavailable";
    const line = lines.get(variant);
    if ((line?.quantity ?? 0) + quantity > MAX_QUANTITY) return "quantity_limit";
    if (!line) lines.set(variant, { quantity, seen: offer.price, known: { ...offer } });
    else Object.assign(line, { quantity: line.quantity + quantity, known: { ...offer } });
    return "ok";
  }

  #offer(variant: string): Offer {
    const offer = this.catalog.get(variant);
    if (!offer) throw new Error(`${variant} is not in the catalog`);
    return offer;
  }

  /** The cart compares itself with the catalog. */
  refresh(cart: ModelCart): void {
    for (const [variant, line] of cart.lines) {
      const offer = this.#offer(variant);
      line.known = offer.archived ? { ...line.known, archived: true } : { ...offer };
    }
  }

  accept(cart: ModelCart): void {
    this.refresh(cart);
    for (const [variant, line] of cart.lines) {
      line.quantity = line.known.archived ? 0 : Math.min(line.quantity, line.known.stock);
      line.seen = line.known.price;
      if (line.quantity === 0) cart.lines.delete(variant);
    }
  }

  /** All that is in the cart is ordered. Saved versions of it lose the same units. */
  order(cart: ModelCart): void {
    const ordered = [...cart.lines].map(([variant, line]) => [variant, line.quantity] as const);
    cart.lines.clear();
    if (cart !== this.customer) return;
    for (const version of this.saved) {
      for (const [variant, quantity] of ordered) {
        const line = version.lines.get(variant);
        if (line) line.quantity -= quantity;
        if (line && line.quantity <= 0) version.lines.delete(variant);
      }
    }
    this.saved = this.saved.filter((version) => version.lines.size > 0);
  }

  /** The guest logs in as the customer. */
  merge(): void {
    const before = copyOf(this.customer);
    if (this.guest.lines.size === 0) return;
    let added = 0;
    const left: Lines = new Map();
    for (const [variant, line] of this.guest.lines) {
      const existing = this.customer.lines.get(variant);
      const taken = Math.min(line.quantity, MAX_QUANTITY - (existing?.quantity ?? 0));
      if (taken < line.quantity) left.set(variant, { ...line, quantity: line.quantity - taken });
      added += taken;
      if (taken === 0) continue;
      if (!existing) this.customer.lines.set(variant, { ...line, quantity: taken });
      else Object.assign(existing, { quantity: existing.quantity + taken, note: existing.note ?? line.note });
    }
    this.customer.email ??= this.guest.email;
    this.guest = { lines: left };
    if (added > 0) this.saved = [...this.saved, before].slice(-MAX_SAVED);
  }

  restore(index: number): void {
    const [version] = this.saved.splice(index, 1);
    if (!version) throw new Error("there is no such saved cart");
    const isWorthKeeping = this.customer.lines.size > 0 || this.customer.email !== undefined;
    if (isWorthKeeping) this.saved = [...this.saved, copyOf(this.customer)].slice(-MAX_SAVED);
    this.customer = copyOf(version);
    this.refresh(this.customer);
  }

  copy(): ShopModel {
    const copy = new ShopModel(structuredClone(this.catalog));
    Object.assign(copy, structuredClone({ guest: this.guest, customer: this.customer, saved: this.saved }));
    return copy;
  }
}

export function copyOf(cart: ModelCart): ModelCart {
  return structuredClone(cart);
}

/** The problems that an answer has to show for a line. */
export function problemsOf({ quantity, seen, known }: ModelLine): string[] {
  if (known.archived) return ["unavailable"];
  return [
    ...(known.stock < quantity ? ["insufficient_stock"] : []),
    ...(seen === known.price ? [] : ["price_changed"]),
  ];
}
