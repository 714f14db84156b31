import { useMemo } from "react";
import { useGetList } from "react-admin";
import type { Schema } from "../../../../client/index.ts";

export type Location = Schema<"Location">;

/** All locations, in the order in which orders take from them; none until they are read. A shop has few. */
export function useLocations(): readonly Location[] {
  const { data } = useGetList<Location>("locations", { pagination: { page: 1, perPage: 100 } });
  return useMemo(() => data ?? [], [data]);
}

/** What a location is called. */
export function useLocationName(): (id: string) => string {
  const locations = useLocations();
  return (id) => locations.find((location) => location.id === id)?.name ?? "…";
}
