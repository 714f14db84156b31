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

/** GET /v1/payment_intents/:id */
export function retrievePaymentIntent(
  { work, access, id }: Execution,
  params: Parsed<typeof RETRIEVE_SHAPE>,
): Outcome {
  const { intent } = work.payment(id);
  checkClientSecret(intent, params.client_secret, access);
  return ok(intent);
}

/** GET /v1/…/:id for everything else. */
export function retrieve(kind: Kind): (execution: Execution) => Outcome {
  return ({ work, id }) => {
    const object = work.get(kind, id, kind);
    return ok(settled(object, deliveriesOf(work.store.sql, id)));
  };
}

/** The parameters of a list that can be narrowed by the given columns. */
export function listShape<const C extends "payment_intent" | "charge" | "customer">(...columns: C[]) {
  // Every name in `columns` becomes a key, each with the same reader.
  const filters = Object.fromEntries(columns.map((column) => [column, text()])) as Record<
    C,
    ReturnType<typeof text>
  >;
  return { ...LIST_SHAPE, ...filters };
}

type ListParams = Parsed<typeof LIST_SHAPE> &
  Partial<Record<"payment_intent" | "charge" | "customer", string | undefined>>;

/** GET /v1/…s: newest first. */
export function list(kind: Kind): (execution: Execution, params: ListParams) => Outcome {
  return (execution, params) => {
    const columns = ["payment_intent", "charge", "customer"] as const;
    const filters = columns.flatMap((column): Condition[] => {
      const value = params[column];
      return value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }];
    });
    return ok(listPage(execution, kind, params, filters));
  };
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
