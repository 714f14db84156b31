// npm run demo: purchases against the running server, told step by step. Ends with exit code 1 when anything is not as
// the API promises. BASE_URL and API_KEY choose another server than the one that npm start runs here.
import { type DevState, readDevState } from "./lib/dev-state.ts";
import { reasonOf, request } from "./lib/http.ts";
import { bold, dim, Failure, green, runScript, seconds } from "./lib/terminal.ts";
import { checkMails, checkStock } from "./demo/aftermath.ts";
import { browse } from "./demo/browse.ts";
import { buyAsCustomer } from "./demo/buy-as-customer.ts";
import { fillCart } from "./demo/fill-cart.ts";
import { payInClient } from "./demo/pay-in-client.ts";
import { payWithToken } from "./demo/pay-with-token.ts";
import { bearerOf, orderLine, type Scene } from "./demo/shop.ts";
import { Teller } from "./demo/teller.ts";

const FIRST = { added: 2, bought: 3 };
const SECOND = { bought: 1 };
const THIRD = { bought: 1 };

async function main(): Promise<void> {
  const local = readDevState();
  const baseUrl = (process.env["BASE_URL"] ?? local?.base_url ?? "http://localhost:8787").replace(/\/+$/, "");
  await requireRunning(baseUrl);
  const scene = setScene(baseUrl, local);
  const { tell } = scene;
  console.log(`Purchases at ${bold(baseUrl)}`);

  tell.chapter("Look around");
  const choice = await browse(scene);

  tell.chapter("First way to pay: the payment method comes with the order");
  const first = await payWithToken(scene, await fillCart(scene, choice.variant, FIRST.added, FIRST.bought));

  tell.chapter("Second way to pay: in the browser, confirmed by Stripe's webhook");
  const second = await payInClient(scene, await fillCart(scene, choice.variant, SECOND.bought));

  tell.chapter("With an account: the guest's cart comes along");
  const third = await buyAsCustomer(scene, choice.variant, THIRD.bought);

  tell.chapter("What happens afterwards, through the queue");
  const after = await checkStock(scene, choice, FIRST.bought + SECOND.bought + THIRD.bought);
  const orders = [first, second, third];
  const mails = scene.writesMails ? await checkMails(scene, orders) : [];

  tell.chapter("Summary");
  for (const order of orders) console.log(`     Order ${orderLine(order)}`);
  console.log(`     Stock of ${after.sku}: ${choice.stock.on_hand} before, ${after.on_hand} after`);
  console.log(
    `     Mails: ${mails.length > 0 ? mails.length : dim("not looked at, the server is not this folder's")}`,
  );
  const took = seconds(process.uptime() * 1_000);
  console.log(`\n${green("✓")} ${bold("All as promised")}: ${tell.checks} checks in ${took}.`);
}

function setScene(baseUrl: string, local: DevState | undefined): Scene {
  const apiKey = process.env["API_KEY"] ?? local?.api_key;
  if (apiKey === undefined)
    throw new Failure("Set API_KEY to a key of that server with the scope inventory:manage.");
  const usesStripe = local?.stripe.mode === "test" || /^https:/.test(baseUrl);
  const tell = new Teller(baseUrl);
  return {
    tell,
    staff: bearerOf(tell, apiKey),
    stripeUrl: usesStripe ? "https://api.stripe.com" : `${baseUrl}/_stripe`,
    writesMails: baseUrl === local?.base_url,
  };
}

async function requireRunning(baseUrl: string): Promise<void> {
  const answer = await request("GET", `${baseUrl}/ready`, { timeoutMs: 5_000 }).catch((error: unknown) => {
    throw new Failure(
      `There is no server at ${baseUrl} (${reasonOf(error)}). Start it in another shell: npm start`,
    );
  });
  if (answer.status !== 200)
    throw new Failure(`The server at ${baseUrl} is not ready: ${JSON.stringify(answer.body)}`);
}

await runScript(main);
