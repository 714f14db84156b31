import { sleep } from "../../scripts/lib/terminal.ts";
import type { Cart, Order, OrderAnswer, Shopper } from "./shopper.ts";

/** Something that a buyer does when it is nearly, or really, too late. */
export type Late = () => Promise<unknown>;

/** What a buyer does with a filled cart. Returns what is left for when the hold has ended, if anything. */
type Scenario = (shopper: Shopper, cart: Cart) => Promise<Late | void>;

const DECLINES = ["pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds"];
const CHALLENGE = "pm_card_authenticationRequired";
const ROUNDS = 4;

/** Orders; whatever has become scarce meanwhile is bought in the quantity that is left. Undefined when nothing is. */
async function buy(shopper: Shopper, cart: Cart, payment_method?: string): Promise<OrderAnswer | undefined> {
  let seen = cart;
  for (let round = 1; round <= ROUNDS; round++) {
    const quoted = shopper.random.chance(0.5) ? { quote_hash: seen.quote_hash } : {};
    const paid = payment_method === undefined ? {} : { payment_method };
    const answer = await shopper.order({ ...quoted, ...paid }, shopper.newKey());
    if (!["inventory.out_of_stock", "checkout.cart_changed"].includes(answer.body.code ?? "")) return answer;
    if (!(await shopper.makeDo())) return undefined;
    seen = await shopper.cart();
  }
  return undefined;
}

/** The order that an answer made, or tells about. */
function orderIn(answer: OrderAnswer | undefined): { id: string; access_token: string } | undefined {
  return answer?.status === 201 ? answer.body : answer?.body.order;
}

/** The order with an intent that the buyer's browser can go on with. */
function openIn(answer: OrderAnswer | undefined): Order | undefined {
  return answer?.status === 201 && answer.body.payment ? answer.body : undefined;
}

const paysAtOnce: Scenario = async (shopper, cart) => {
  const answer = await buy(shopper, cart, shopper.card());
  const unpaid = answer?.status === 503 ? answer.body.order : undefined;
  if (unpaid && shopper.random.chance(0.7)) await shopper.pay(unpaid, shopper.card());
};

const leaves: Scenario = async () => {};

const isDeclinedThenPays: Scenario = async (shopper, cart) => {
  const order = orderIn(await buy(shopper, cart, shopper.random.pick(DECLINES)));
  if (!order) return;
  if (shopper.random.chance(0.3)) await shopper.pay(order, shopper.random.pick(DECLINES));
  await shopper.pay(order, shopper.card());
};

const isDeclinedAndLeaves: Scenario = async (shopper, cart) => {
  const order = orderIn(await buy(shopper, cart, shopper.random.pick(DECLINES)));
  return order && shopper.random.chance(0.5) ? () => shopper.pay(order, shopper.card()) : undefined;
};

const confirmsInBrowser: Scenario = async (shopper, cart) => {
  const order = openIn(await buy(shopper, cart));
  if (order) await shopper.confirmAtStripe(order, shopper.card());
};

const neverConfirms: Scenario = async (shopper, cart) => {
  const order = openIn(await buy(shopper, cart));
  return order && shopper.random.chance(0.6)
    ? () => shopper.confirmAtStripe(order, shopper.card())
    : undefined;
};

const isChallenged: Scenario = async (shopper, cart) => {
  const order = openIn(await buy(shopper, cart, CHALLENGE));
  if (order) await shopper.authenticateAtStripe(order, shopper.random.chance(0.7) ? "succeed" : "fail");
};

const leavesChallengeOpen: Scenario = async (shopper, cart) => {
  const order = openIn(await buy(shopper, cart, CHALLENGE));
  return order && shopper.random.chance(0.6)
    ? () => shopper.authenticateAtStripe(order, "succeed")
    : undefined;
};

/** Two tabs order the same cart under keys of their own; whoever is told of the order pays it, both at once. */
const hasTwoTabs: Scenario = async (shopper) => {
  const { random } = shopper;
  const method = () => ({ payment_method: random.chance(0.6) ? shopper.card() : random.pick(DECLINES) });
  const tabs = await Promise.all([1, 2].map(() => shopper.order(method(), shopper.newKey())));
  const orders = tabs.flatMap((tab) => orderIn(tab) ?? []);
  await Promise.all(orders.map((order) => shopper.pay(order, shopper.card())));
};

/** Hangs up once or twice and repeats the request under the same key. */
const hangsUp: Scenario = async (shopper) => {
  const { random } = shopper;
  const body = { payment_method: random.chance(0.7) ? shopper.card() : random.pick(DECLINES) };
  const key = shopper.newKey();
  for (let times = random.int(1, 3); times > 0; times--) {
    await shopper.orderAndHangUp(body, key, random.int(1, 80));
    await sleep(random.int(0, 50));
  }
  await shopper.order(body, key);
};

const repeatsInParallel: Scenario = async (shopper) => {
  const body = { payment_method: shopper.card() };
  const key = shopper.newKey();
  await Promise.all([1, 2, 3].map(() => shopper.order(body, key)));
};

/** A second tab goes on filling the cart while the first one orders it. */
const fillsWhileOrdering: Scenario = async (shopper) => {
  const { random } = shopper;
  const more = async () => {
    await sleep(random.int(0, 60));
    await shopper.add(random.pick(shopper.client.world.variants).id, random.int(1, 2));
  };
  await Promise.all([shopper.order({ payment_method: shopper.card() }, shopper.newKey()), more()]);
};

/** Sends the order and is never seen again. */
const hangsUpForGood: Scenario = async (shopper) => {
  const { random } = shopper;
  await shopper.orderAndHangUp({ payment_method: shopper.card() }, shopper.newKey(), random.int(1, 60));
};

export const SCENARIOS = {
  paysAtOnce,
  leaves,
  isDeclinedThenPays,
  isDeclinedAndLeaves,
  confirmsInBrowser,
  neverConfirms,
  isChallenged,
  leavesChallengeOpen,
  hasTwoTabs,
  hangsUp,
  repeatsInParallel,
  fillsWhileOrdering,
  hangsUpForGood,
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

/** How often each comes up among a hundred buyers. */
export const USUAL: Record<ScenarioName, number> = {
  paysAtOnce: 25,
  leaves: 3,
  isDeclinedThenPays: 10,
  isDeclinedAndLeaves: 7,
  confirmsInBrowser: 8,
  neverConfirms: 7,
  isChallenged: 7,
  leavesChallengeOpen: 6,
  hasTwoTabs: 7,
  hangsUp: 8,
  repeatsInParallel: 4,
  fillsWhileOrdering: 5,
  hangsUpForGood: 3,
};
