import { useLocationName } from "./use-locations.ts";

/** What a location is called. */
export function LocationName({ id }: { id: string }) {
  return <>{useLocationName()(id)}</>;
}
