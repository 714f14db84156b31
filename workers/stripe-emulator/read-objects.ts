import type { Execution } from "./account.execution.ts";
import type { Kind } from "./account.kinds.ts";
import { type Condition, listObjects, settled } from "./account.listing.ts";
import { checkClientSecret } from "./payment-intent.client.ts";
import type { RETRIEVE_SHAPE } from "./payment-intent.params.ts";
import { deliveriesOf } from "./webhook.store.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";
import { LIST_SHAPE, createdConditions } from "./wire.page.ts";
import { text } from "./wire.readers.ts";

/** GET /v1/payment_intents/:id and GET /v1/setup_intents/:id */
export function retrieveIntent(kind: "payment_intent" | "setup_intent") {
  return ({ work, access, id }: Execution, params: Parsed<typeof RETRIEVE_SHAPE>): Outcome => {
    const intent = work.get(kind, id, "intent");
    checkClientSecret(intent, params.client_secret, access);
    return ok(intent);
  };
}

/** GET /v1/…/:id for everything else. */
export function retrieve(kind: Kind): (execution: Execution) => Outcome {
  return ({ work, id }) => {
    const object = work.get(kind, id, kind);
    return ok(settled(object, deliveriesOf(work.store.sql, id)));
  };
}

/** What each filter of a list compares its value with. */
const FILTERS = {
  payment_intent: "payment_intent = ?",
  charge: "charge = ?",
  customer: "customer = ?",
  payment_method: "json_extract(body, '$.payment_method') = ?",
  // With the kind spelled out SQLite finds the partial index.
  source: "kind = 'balance_transaction' AND json_extract(body, '$.source') = ?",
  type: "json_extract(body, '$.type') = ?",
  currency: "json_extract(body, '$.currency') = ?",
  email: "json_extract(body, '$.email') = ?",
};

type Filter = keyof typeof FILTERS;

/** The parameters of a list that can be narrowed by the given filters. */
export function listShape<const F extends Filter>(...names: F[]) {
  // Every name becomes a key, each with the same reader.
  const filters = Object.fromEntries(names.map((name) => [name, text()])) as Record<
    F,
    ReturnType<typeof text>
  >;
  return { ...LIST_SHAPE, ...filters };
}

type ListParams = Parsed<typeof LIST_SHAPE> & Partial<Record<Filter, string | undefined>>;

/** GET /v1/…s: newest first. */
export function list(kind: Kind): (execution: Execution, params: ListParams) => Outcome {
  return (execution, params) => ok(listPage(execution, kind, params, filtersOf(params)));
}

/** The conditions of a list's filters. */
export function filtersOf(params: Partial<Record<Filter, string | undefined>>): Condition[] {
  return Object.entries(FILTERS).flatMap(([name, sql]): Condition[] => {
    const value = params[name as Filter];
    return value === undefined ? [] : [{ sql, values: [value] }];
  });
}

/** One page of a list as the API answers it. */
export function listPage(
  { work, call }: Execution,
  kind: Kind,
  params: Parsed<typeof LIST_SHAPE>,
  filters: Condition[],
): object {
  const { data, hasMore } = listObjects(
    work.store,
    kind,
    [...filters, ...createdConditions(params.created)],
    {
      limit: params.limit ?? 10,
      startingAfter: params.starting_after,
      endingBefore: params.ending_before,
    },
  );
  return { object: "list", data, has_more: hasMore, url: call.path };
}
