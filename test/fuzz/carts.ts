import type { ActorName } from "./cast.ts";
import type { Random } from "../support/random.ts";

const KEPT = 6;

/** Whose a cart is: a guest's token, or an account. */
export interface CartOwner {
  actor: ActorName;
  token?: string;
}

/** The carts that answers have shown, and what is in them. */
export class Carts {
  readonly #carts = new Map<string, { owner: CartOwner; lines: string[] }>();

  /** Learns from an answer about a cart. */
  learn(owner: CartOwner, body: unknown): void {
    if (typeof body !== "object" || body === null || !("items" in body) || !Array.isArray(body.items)) return;
    const lines = body.items.flatMap((item: unknown) =>
      typeof item === "object" && item !== null && "id" in item ? [String(item.id)] : [],
    );
    const key = owner.token ?? owner.actor;
    this.#carts.delete(key);
    this.#carts.set(key, { owner, lines });
    const [oldest] = this.#carts.keys();
    if (this.#carts.size > KEPT && oldest !== undefined) this.#carts.delete(oldest);
  }

  /** Forgets what was in a cart: it was ordered or emptied. */
  forget({ actor, token }: CartOwner): void {
    this.#carts.delete(token ?? actor);
  }

  /** A cart with something in it, if there is one. */
  pick(random: Random): { owner: CartOwner; lines: readonly string[] } | undefined {
    const filled = [...this.#carts.values()].filter(({ lines }) => lines.length > 0);
    return filled.length === 0 ? undefined : random.pick(filled);
  }
}
