// The page that payment links lead to. The link names the order and the token that opens it behind the "#", which is sent to no
// server; from there the token goes only into the header of our own requests. Nothing is paid before somebody presses the button.

const STRIPE_JS = "https://js.stripe.com/v3/";
/** A payment that its bank still works on is looked at so often before the page says so. */
const LOOKS = 8;
const BETWEEN_LOOKS_MS = 1_500;

const form = document.querySelector("form");
const button = form.querySelector("button");
const problem = form.querySelector(".problem");
/** Whether the bank's page has sent the customer back. */
const isBack = new URLSearchParams(location.search).has("payment_intent");
const link = takeLink();
let collect;
let attempt;
let busy = false;

// One link after the other in the same tab changes only what is behind the "#".
addEventListener("hashchange", () => location.reload());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void pay();
});
if (link) void (isBack ? settled() : open());
else show("no-link");

/** The order and its token. They stay in this tab, for the way back from the bank's page, and not in the address bar. */
function takeLink() {
  const given = new URLSearchParams(location.hash.slice(1));
  const found = { order: given.get("order"), token: given.get("token") };
  const isGiven = /^[0-9a-f-]{36}$/.test(found.order ?? "") && found.token;
  if (isGiven) sessionStorage.setItem("payment-link", JSON.stringify(found));
  history.replaceState(null, "", location.pathname);
  return isGiven ? found : JSON.parse(sessionStorage.getItem("payment-link") ?? "null");
}

async function call(method, path, body, key) {
  const response = await fetch(`/api/v1/orders/${link.order}${path}`, {
    method,
    headers: {
      "X-Order-Token": link.token,
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(key ? { "Idempotency-Key": key } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    // The token is all that counts here, whoever is logged in.
    credentials: "omit",
    cache: "no-store",
  });
  return { status: response.status, body: await response.json().catch(() => ({})) };
}

/** The order with what is to be paid of it; undefined when it could not be read, which is shown then. */
async function read() {
  try {
    const [order, payable] = await Promise.all([call("GET", ""), call("GET", "/payable")]);
    if (order.status === 200 && payable.status === 200) return { order: order.body, ...payable.body };
    show(order.status >= 500 || payable.status >= 500 ? "unreachable" : "no-link");
  } catch {
    show("unreachable");
  }
  return undefined;
}

async function open() {
  const found = await read();
  if (!found) return;
  fill("number", found.order_number);
  if (found.payment) return offer(found);
  if (found.order.payments.some(({ status }) => status === "processing")) return show("processing");
  fill("status", STATUS[found.order.status] ?? "it is paid.");
  show("nothing");
}

const STATUS = {
  pending_payment: "the time to pay it is over.",
  payment_failed: "the time to pay it is over.",
  expired: "it was not paid in time. You are welcome to order again.",
  cancelled: "it was cancelled.",
};

async function offer({ order, shop, payment, publishable_key: key, test_payment_methods: tests }) {
  document.title = `Pay order ${order.number} – ${shop}`;
  const isDifference = payment.purpose === "difference";
  fill("why", isDifference ? `${shop} has changed your order: please pay the difference.` : `At ${shop}`);
  fill("amount", format(payment.amount));
  fill("until", payment.payable_until ? `Held for you until ${new Date(payment.payable_until).toLocaleString()}.` : "");
  rows("lines", order.line_items.filter(({ quantity }) => quantity > 0).map(lineRow));
  rows("sums", sumRows(order, payment, isDifference));
  try {
    collect ??= tests ? testMethods(tests) : await stripeMethods(key, payment.amount);
  } catch {
    show("unreachable");
    return;
  }
  show("pay");
}

function lineRow({ quantity, name, options, total }) {
  return [`${quantity} × ${[name, ...Object.values(options)].join(", ")}`, format(total)];
}

function sumRows({ totals, prices_include_tax: included }, payment, isDifference) {
  return [
    ...(totals.discount.amount > 0 ? [["Discount", `−${format(totals.discount)}`]] : []),
    ["Shipping", format(totals.shipping)],
    included ? ["Tax included", format(totals.tax_included)] : ["Tax", format(totals.tax)],
    ["Total", format(totals.total)],
    ...(isDifference ? [["To pay now", format(payment.amount)]] : []),
  ];
}

/** Where the emulator stands in for Stripe: a choice of its cards. Answers what asks for the chosen one. */
function testMethods(methods) {
  const set = at("tests");
  for (const [index, { id, name }] of methods.entries()) {
    const input = Object.assign(document.createElement("input"), {
      type: "radio",
      name: "method",
      value: id,
      id: `method-${index}`,
      checked: index === 0,
    });
    const label = Object.assign(document.createElement("label"), { htmlFor: input.id });
    label.append(input, name);
    set.append(label);
  }
  set.hidden = false;
  return async () => ({ id: set.querySelector("input:checked").value });
}

/** Stripe's Payment Element. Answers what asks it for a payment method. */
async function stripeMethods(key, { amount, currency }) {
  await new Promise((resolve, reject) => {
    document.head.append(
      Object.assign(document.createElement("script"), { src: STRIPE_JS, onload: resolve, onerror: reject }),
    );
  });
  const stripe = window.Stripe(key);
  const elements = stripe.elements({
    mode: "payment",
    amount,
    currency: currency.toLowerCase(),
    paymentMethodCreation: "manual",
    appearance: { theme: matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "stripe" },
  });
  at("element").hidden = false;
  elements.create("payment").mount(at("element"));
  const method = async () => {
    const checked = await elements.submit();
    const made = checked.error ? checked : await stripe.createPaymentMethod({ elements });
    return made.error ? { problem: made.error.message } : made.paymentMethod;
  };
  method.next = (clientSecret) => stripe.handleNextAction({ clientSecret });
  return method;
}

async function pay() {
  if (busy) return;
  setBusy(true);
  problem.textContent = "";
  try {
    await tryToPay();
  } catch {
    // The same key asks for the same payment: it is not made twice.
    problem.textContent = "The shop could not be reached. Please look at your connection and try again.";
  }
  setBusy(false);
}

async function tryToPay() {
  if (!attempt) {
    const method = await collect();
    if (method.problem) return tell(method.problem);
    attempt = { key: crypto.randomUUID(), method: method.id };
  }
  const body = { payment_method: attempt.method, return_url: `${location.origin}${location.pathname}` };
  const { status, body: answer } = await call("POST", "/payments", body, attempt.key);
  if (status >= 500) return tell("Your bank could not be reached. Please try again: you will not pay twice.");
  attempt = undefined;
  if (status === 409) return settled();
  if (status !== 201) return tell(answer.detail ?? "That did not work. Please try again.");
  await goOn(answer.payment);
}

/** What comes after a payment was confirmed: the bank may want to see the customer first. */
async function goOn({ next_action: action, client_secret: clientSecret }) {
  const url = action?.redirect_to_url?.url;
  if (url && /^https?:/.test(url)) {
    location.assign(url);
    return;
  }
  if (action && collect.next) {
    const done = await collect.next(clientSecret);
    if (done.error) return tell(done.error.message);
  }
  await settled();
}

/** Waits a little until the shop has heard of the payment, then says what became of it. */
async function settled() {
  for (let look = 1; ; look++) {
    const found = await read();
    if (!found) return;
    fill("number", found.order_number);
    const { payments, status } = found.order;
    const isWorking = payments.some((payment) => payment.status === "processing");
    const isWaiting = found.payment?.status === "requires_action" && isBack;
    if (!found.payment && !isWorking && !(status in STATUS)) return show("paid");
    if (!isWorking && !isWaiting) {
      await open();
      if (found.payment) tell("The payment was not made. Please try again, or with another method.");
      return;
    }
    if (look >= LOOKS) return isWorking ? show("processing") : open();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
}

function tell(text) {
  problem.textContent = text;
}

function at(name) {
  return document.querySelector(`[data-show="${name}"]`);
}

function fill(name, text) {
  for (const element of document.querySelectorAll(`[data-show="${name}"]`)) element.textContent = text;
}

function rows(name, cells) {
  at(name).replaceChildren(
    ...cells.map(([label, value]) => {
      const row = document.createElement("tr");
      const head = Object.assign(document.createElement("th"), { scope: "row", textContent: label });
      row.append(head, Object.assign(document.createElement("td"), { textContent: value }));
      return row;
    }),
  );
}

/** Amounts are in the smallest unit of their currency: cents, yen. */
function format({ amount, currency }) {
  const style = new Intl.NumberFormat(undefined, { style: "currency", currency });
  return style.format(amount / 10 ** style.resolvedOptions().maximumFractionDigits);
}

function setBusy(value) {
  busy = value;
  button.setAttribute("aria-disabled", String(value));
}

function show(name) {
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
  document.querySelector(`[data-view="${name}"] h1[tabindex]`)?.focus();
}
