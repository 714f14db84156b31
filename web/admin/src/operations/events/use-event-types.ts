import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useRead } from "../../shared/use-read.ts";

interface EventTypes {
  /** Names of events, and of those who hear them, in order. */
  types: string[];
  subscribers: string[];
  /** Subscribers that can be handed again what they have processed. */
  repeatable: ReadonlySet<string>;
}

/** The catalog of events and who hears them; empty until it is read. */
export function useEventTypes(): EventTypes {
  const { data } = useRead(["event-types"], (signal) =>
    dataOf(client.GET("/api/v1/ops/events/types", { signal })),
  );
  return catalogOf(data?.data ?? []);
}

function catalogOf(list: readonly Schema<"EventType">[]): EventTypes {
  const heard = list.flatMap(({ subscribers }) => subscribers);
  return {
    types: list.map(({ type }) => type).toSorted(),
    subscribers: [...new Set(heard.map(({ name }) => name))].toSorted(),
    repeatable: new Set(heard.filter(({ repeatable }) => repeatable).map(({ name }) => name)),
  };
}
