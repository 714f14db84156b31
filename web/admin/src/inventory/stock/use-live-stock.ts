import { useGetOne } from "react-admin";
import type { Stock } from "./stock.ts";

/** The stock as it was read last, also in a dialog that was opened before: the figures on the screen are those that a change is decided on. */
export function useLiveStock(seen: Stock): Stock {
  return useGetOne<Stock>("inventory", { id: seen.id }).data ?? seen;
}
