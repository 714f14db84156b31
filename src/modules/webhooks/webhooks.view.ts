import type { AttemptRow, DeliveryRow } from "./deliveries.repo.ts";
import type { EndpointRow } from "./endpoints.repo.ts";
import type { PublicEvent } from "./public-event.ts";
import type { Attempt, Delivery, Endpoint } from "./webhooks.schema.ts";

/** An endpoint as it is answered, without its secrets. */
export function endpointView(row: EndpointRow, now: string): Endpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    event_types: JSON.parse(row.event_types) as string[],
    status: row.status,
    ...(row.disabled_reason === null ? {} : { disabled_reason: row.disabled_reason }),
    ...(row.disabled_at === null ? {} : { disabled_at: row.disabled_at }),
    ...(row.failing_since === null ? {} : { failing_since: row.failing_since }),
    ...(row.old_secret_until !== null && row.old_secret_until > now
      ? { old_secret_valid_until: row.old_secret_until }
      : {}),
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}

/** A delivery as it is answered. */
export function deliveryView(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    endpoint_id: row.endpoint_id,
    message_id: row.message_id,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    ...(row.status === "pending" ? { next_attempt_at: row.due_at } : {}),
    response_status: row.response_status,
    error: row.error,
    created_at: row.created_at,
    ...(row.finished_at === null ? {} : { finished_at: row.finished_at }),
  };
}

/** An attempt as it is answered. */
export function attemptView({ status, ...attempt }: AttemptRow): Attempt {
  return { ...attempt, response_status: status };
}

const ID = "01900000-0000-7000-8000-000000000001";
const AT = "2026-01-31T12:00:00.000Z";

/** A type of event with the JSON Schema of its body and an example, whose resources are shortened to their ids. */
export function eventTypeView({ type, version, description, members }: PublicEvent, publicUrl: string) {
  const names = Object.keys(members);
  const id = { type: "string", format: "uuid" };
  const each = <Value>(make: (member: PublicEvent["members"][string]) => Value) =>
    Object.fromEntries(names.map((name) => [name, make(members[name] ?? null)]));
  const properties = each((member) => {
    if (typeof member === "string")
      return { $ref: `${publicUrl}/openapi.json#/components/schemas/${member}` };
    return member === null ? id : { type: "array", items: id };
  });
  const data = each((member) => {
    if (typeof member === "string") return member === "Stock" ? { variant_id: ID } : { id: ID };
    return member === null ? ID : [ID];
  });
  return {
    type,
    version,
    description,
    schema: {
      type: "object",
      required: ["type", "version", "timestamp", "data"],
      properties: {
        type: { const: type },
        version: { const: version },
        timestamp: { type: "string", format: "date-time" },
        data: { type: "object", required: names, properties },
      },
    },
    example: { type, version, timestamp: AT, data },
  };
}
