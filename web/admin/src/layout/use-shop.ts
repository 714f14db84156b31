import { call } from "../api/client.ts";
import { useRead } from "../shared/use-read.ts";

/** What everybody may know about the shop, GET /api/v1/shop. */
interface Shop {
  name: string;
  currencies: string[];
  locales: string[];
  time_zone: string;
  countries: string[];
}

/** The shop's name, currencies, languages, time zone and countries; undefined until they are known. */
export function useShop(): Shop | undefined {
  return useRead(["shop"], (signal) => call<Shop>("GET", "/api/v1/shop", { signal })).data;
}
