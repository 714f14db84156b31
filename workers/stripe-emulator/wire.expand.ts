import type { Kind } from "./account.kinds.ts";
import { listObjects } from "./account.listing.ts";
import type { Work } from "./account.work.ts";
import { customerView } from "./customer.find.ts";
import { fieldsOf, list, text } from "./wire.readers.ts";
import type { FormFields } from "./wire.form.ts";
import { invalid } from "./wire.refusal.ts";

type Json = Record<string, unknown>;

/** Fields that hold an id, and the kind of object that they can be expanded to, or `source` for one of several. */
const EXPANDABLE: Record<string, Record<string, Kind | "source">> = {
  payment_intent: { customer: "customer", latest_charge: "charge", payment_method: "payment_method" },
  setup_intent: { customer: "customer", payment_method: "payment_method" },
  payment_method: { customer: "customer" },
  charge: {
    balance_transaction: "balance_transaction",
    customer: "customer",
    payment_intent: "payment_intent",
  },
  refund: {
    balance_transaction: "balance_transaction",
    charge: "charge",
    failure_balance_transaction: "balance_transaction",
    payment_intent: "payment_intent",
  },
  dispute: { charge: "charge", payment_intent: "payment_intent" },
  balance_transaction: { source: "source" },
};

const SOURCES: Record<string, Kind> = { ch: "charge", re: "refund", du: "dispute" };

const MAX_DEPTH = 4;

/** The paths in `expand[]`. */
export function expandPaths(fields: FormFields): string[] {
  return fields["expand"] === undefined ? [] : list(text())(fields["expand"], "expand");
}

/**
 * `body` with the ids on the given paths, `latest_charge.balance_transaction` say, replaced by their objects.
 * @throws Refusal for a property that cannot be expanded
 */
export function expand(work: Work, body: object, paths: string[]): object {
  return paths.reduce<object>((result, path) => {
    const steps = path.split(".");
    if (steps.length > MAX_DEPTH)
      throw invalid("You cannot expand more than 4 levels of a property.", { param: "expand" });
    return expandPath(work, asJson(result), steps, path);
  }, body);
}

function expandPath(work: Work, object: Json, [step, ...rest]: string[], path: string): Json {
  if (step === undefined) return object;
  const kind = String(object["object"]);
  const value = object[step];
  if (kind === "list" && step === "data" && Array.isArray(value)) {
    return { ...object, data: value.map((item) => expandPath(work, asJson(item), rest, path)) };
  }
  // A dispute always shows its balance transactions whole.
  if (kind === "dispute" && step === "balance_transactions" && rest.length === 0) return object;
  if (kind === "charge" && step === "refunds" && rest.length === 0) {
    return { ...object, refunds: refundsOf(work, String(object["id"])) };
  }
  const target = EXPANDABLE[kind]?.[step];
  if (target === undefined) throw cannotExpand(path);
  if (value === null || value === undefined) return object;
  const expanded = typeof value === "string" ? objectOf(work, target, value) : value;
  return { ...object, [step]: expandPath(work, asJson(expanded), rest, path) };
}

function objectOf(work: Work, target: Kind | "source", id: string): object {
  if (target === "customer") return customerView(work, id);
  if (target !== "source") return work.get(target, id);
  return work.get(SOURCES[id.slice(0, 2)] ?? "charge", id);
}

function refundsOf(work: Work, charge: string): object {
  const page = { limit: 10, startingAfter: undefined, endingBefore: undefined };
  const { data, hasMore } = listObjects(
    work.store,
    "refund",
    [{ sql: "charge = ?", values: [charge] }],
    page,
  );
  return { object: "list", data, has_more: hasMore, url: `/v1/charges/${charge}/refunds` };
}

/** API objects are plain JSON; this only lets their fields be reached by name. */
function asJson(value: unknown): Json {
  return fieldsOf(value, "expand");
}

function cannotExpand(path: string): Error {
  return invalid(`This property cannot be expanded (${path}).`, { param: "expand" });
}
