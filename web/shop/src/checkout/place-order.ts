import { ApiProblem, client, dataOf, idempotencyKey, type Schema } from "../api.ts";

export type PlacedOrder = Schema<"PlacedOrder">;
type PlaceOrder = Schema<"PlaceOrder">;

/** An order that exists, however its payment went. */
export interface OrderRef {
  id: string;
  number: string;
  access_token: string;
}

/** The facts that a refusal of POST /orders carries beside the problem itself. */
interface Facts {
  order?: OrderRef;
}

export type Outcome =
  | { kind: "placed"; order: PlacedOrder }
  /** The order exists and is still to be paid. */
  | { kind: "unpaid"; order: OrderRef; message: string }
  /** The cart has been ordered before: by another tab, or by a request whose answer was lost. */
  | { kind: "exists"; order: OrderRef }
  /** Something in the cart is not what the shopper agreed to. */
  | { kind: "changed"; problem: ApiProblem }
  | { kind: "refused"; problem: ApiProblem }
  /** Nobody knows what came of it: the same attempt, sent again, tells. */
  | { kind: "unknown"; message: string };

interface Attempt {
  key: string;
  body: PlaceOrder;
}

const NAME = "checkout-attempt";
const TRIES = 4;
const BETWEEN_TRIES_MS = 1_500;
/** Another request under the same key is still running, or Stripe has not answered: ask again in a moment. */
const ASK_AGAIN = new Set(["idempotency.in_progress", "payment.unavailable"]);
const UNREACHABLE =
  "The shop could not be reached. Look at your connection and try again: you will not order or pay twice.";

/** What was begun in this tab and has not been answered: before a reload, for example. */
export function keptAttempt(): Attempt | undefined {
  const kept = sessionStorage.getItem(NAME);
  return kept === null ? undefined : (JSON.parse(kept) as Attempt);
}

/**
 * Places the order. Its key stays in this tab until an answer is known, so that a double click, a reload or a lost answer
 * never makes a second one.
 */
export async function placeOrder(body: PlaceOrder): Promise<Outcome> {
  const attempt = { key: idempotencyKey(), body };
  sessionStorage.setItem(NAME, JSON.stringify(attempt));
  return goOn(attempt);
}

/** Sends an attempt (again) until it is answered; gives up for now after some tries. */
export async function goOn(attempt: Attempt): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    const outcome = await send(attempt);
    if (outcome.kind !== "unknown") {
      sessionStorage.removeItem(NAME);
      return outcome;
    }
    if (tries >= TRIES) return outcome;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}

async function send({ key, body }: Attempt): Promise<Outcome> {
  try {
    const params = { header: { "Idempotency-Key": key } };
    return { kind: "placed", order: await dataOf(client.POST("/api/v1/orders", { params, body })) };
  } catch (error) {
    return error instanceof ApiProblem ? outcomeOf(error) : { kind: "unknown", message: UNREACHABLE };
  }
}

/** What a refusal means. Pure. */
function outcomeOf(problem: ApiProblem): Outcome {
  const { code, status, message } = problem;
  if (ASK_AGAIN.has(code) || status === 429 || status >= 500) return { kind: "unknown", message };
  const { order } = problem.problem as Facts;
  if (order && (code === "checkout.already_placed" || code === "payment.in_progress"))
    return { kind: "exists", order };
  if (order) return { kind: "unpaid", order, message };
  const isChanged = code === "checkout.cart_changed" || code === "inventory.out_of_stock";
  return { kind: isChanged ? "changed" : "refused", problem };
}
