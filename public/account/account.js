// Shared by the account pages. A page says in its form which operation it calls (data-operation) and whether it needs the
// token of a mail's link (data-token). Nothing is called before somebody clicks: programs that look into mails open links too.

const form = document.querySelector("form");
const button = form.querySelector("button");
const problem = form.querySelector(".problem");
const token = takeToken();
let busy = false;

show(form.dataset.token === "required" && token === null ? "no-token" : "form");
form.noValidate = true;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});

/** The token of the link, which then neither stays in the address bar nor in the history. */
function takeToken() {
  const found = new URLSearchParams(location.search).get("token");
  history.replaceState(null, "", location.pathname);
  return found;
}

async function submit() {
  if (busy) return;
  for (const input of fields()) mark(input, "");
  problem.textContent = "";
  if (!complete()) return;
  setBusy(true);
  try {
    const response = await fetch(form.dataset.operation, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body()),
      // The token or the address is all that counts here, whoever is logged in.
      credentials: "omit",
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) show(response.status === 200 ? answer.status : "done");
    else explain(answer);
  } catch {
    problem.textContent = "The shop could not be reached. Please look at your connection and try again.";
  }
  setBusy(false);
}

function body() {
  const entered = fields().filter((input) => input.name !== "");
  return {
    ...(token === null ? {} : { token }),
    ...Object.fromEntries(entered.map((input) => [input.name, input.value])),
  };
}

/** Whether all is entered, and twice the same where it is asked for twice; says what is not. */
function complete() {
  for (const input of fields()) {
    const original = document.getElementById(input.dataset.repeats ?? "");
    if (input.value === "") mark(input, "Please fill this in.");
    else if (original && original.value !== input.value) mark(input, "This is not the same as above.");
  }
  return !focusOnWrong();
}

/** Shows an application/problem+json: at the fields what is about them, above them the rest. */
function explain({ detail, errors = [] }) {
  const elsewhere = errors.filter(({ pointer, message }) => {
    const input = fields().find(({ name }) => name !== "" && pointer === `#/${name}`);
    if (input) mark(input, `${input.labels[0].textContent} ${message}.`);
    return !input;
  });
  if (focusOnWrong() && elsewhere.length === 0) return;
  problem.textContent = detail ?? "That did not work. Please try again.";
}

function fields() {
  return [...form.querySelectorAll("input")];
}

function mark(input, text) {
  input.setAttribute("aria-invalid", String(text !== ""));
  document.getElementById(`${input.id}-problem`).textContent = text;
}

function focusOnWrong() {
  const wrong = fields().find((input) => input.getAttribute("aria-invalid") === "true");
  wrong?.focus();
  return wrong !== undefined;
}

function setBusy(value) {
  busy = value;
  button.setAttribute("aria-disabled", String(value));
}

function show(name) {
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
  document.querySelector(`[data-view="${name}"] h1[tabindex]`)?.focus();
}
