import type { Execution } from "./account.execution.ts";
import type { Condition } from "./account.listing.ts";
import { listPage } from "./read-objects.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import { LIST_SHAPE } from "./wire.page.ts";
import type { Parsed } from "./wire.params.ts";
import { flag, list, text } from "./wire.readers.ts";
import { invalid } from "./wire.refusal.ts";

export const EVENTS_SHAPE = { ...LIST_SHAPE, delivery_success: flag, type: text(), types: list(text()) };

/** GET /v1/events: newest first, by `type` (with `*` for any ending), by several `types`, by delivery. */
export function listEvents(execution: Execution, params: Parsed<typeof EVENTS_SHAPE>): Outcome {
  if (params.type !== undefined && params.types !== undefined) {
    throw invalid("You may pass either `type` or `types`, but not both.", { param: "types" });
  }
  return ok(listPage(execution, "event", params, filtersOf(params)));
}

function filtersOf({ type, types, delivery_success }: Parsed<typeof EVENTS_SHAPE>): Condition[] {
  const filters: Condition[] = [];
  if (type !== undefined) filters.push({ sql: "tag GLOB ?", values: [type.replaceAll("[", "[[]")] });
  if (types !== undefined) {
    filters.push({ sql: "tag IN (SELECT value FROM json_each(?))", values: [JSON.stringify(types)] });
  }
  if (delivery_success !== undefined) {
    const outstanding = "EXISTS (SELECT 1 FROM deliveries WHERE event_id = objects.id)";
    filters.push({ sql: delivery_success ? `NOT ${outstanding}` : outstanding, values: [] });
  }
  return filters;
}
