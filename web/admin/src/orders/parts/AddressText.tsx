import { Box } from "@mui/material";
import type { Address } from "./types.ts";

const COUNTRIES = new Intl.DisplayNames(undefined, { type: "region", fallback: "code" });

/** An address as it stands on a parcel. */
export function AddressText({ address }: { address: Address }) {
  const place = [address.city, address.region, address.postal_code].filter(Boolean).join(", ");
  const lines = [
    `${address.first_name} ${address.last_name}`,
    address.company,
    address.line1,
    address.line2,
    place,
    COUNTRIES.of(address.country) ?? address.country,
  ].filter((line) => line !== undefined && line !== "");
  return (
    <Box component="address" sx={{ fontStyle: "normal", whiteSpace: "pre-line" }}>
      {lines.join("\n")}
    </Box>
  );
}
