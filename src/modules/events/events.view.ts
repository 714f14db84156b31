import { eventCatalog } from "../../platform/events.ts";
import { allRegistered } from "../../platform/registered.ts";
import type { ReplayRow } from "./replays.repo.ts";
import type { ReplayBody } from "./replays.schema.ts";

/** The representation of a replay. */
export function replayView(row: ReplayRow): ReplayBody {
  const { id, subscriber, status, total, skipped, created_at, finished_at } = row;
  return {
    id,
    subscriber,
    from: row.from_at,
    to: row.to_at,
    again: row.again === 1,
    status,
    total,
    done: row.taken - row.waiting,
    skipped,
    created_at,
    finished_at,
  };
}

/** The catalog of events by name, with those who hear them. Their schemas stand in docs/events.md. */
export function eventTypesView() {
  const { subscribers } = allRegistered();
  return [...eventCatalog().values()]
    .sort((one, other) => (one.type < other.type ? -1 : 1))
    .map(({ type, version, description }) => ({
      type,
      version,
      description,
      subscribers: subscribers
        .filter(({ eventType }) => eventType === type)
        .map(({ name, repeatable = false }) => ({ name, repeatable })),
    }));
}
