import { Stack, Typography } from "@mui/material";
import { Section } from "../../shared/Section.tsx";
import type { Address, Customer } from "./customer.ts";

/** Where orders go and who pays them, unless the customer says otherwise. */
export function AddressesSection({ customer }: { customer: Customer }) {
  const { default_shipping_address: shipping, default_billing_address: billing } = customer;
  const isSame = shipping !== undefined && shipping.id === billing?.id;
  return (
    <Section title="Default addresses">
      <Stack spacing={2}>
        {shipping && <AddressText label={isSame ? "Shipping and billing" : "Shipping"} address={shipping} />}
        {billing && !isSame && <AddressText label="Billing" address={billing} />}
        {!shipping && !billing && (
          <Typography variant="body2" color="text.secondary">
            None chosen yet. Each order has its own.
          </Typography>
        )}
      </Stack>
    </Section>
  );
}

function AddressText({ label, address }: { label: string; address: Address }) {
  return (
    <div>
      <Typography variant="body2" component="h3" color="text.secondary">
        {label}
      </Typography>
      <Typography variant="body2" component="address" sx={{ fontStyle: "normal", whiteSpace: "pre-line" }}>
        {linesOf(address).join("\n")}
      </Typography>
    </div>
  );
}

function linesOf(address: Address): string[] {
  const town = [address.postal_code, address.city, address.region].filter(Boolean).join(" ");
  return [
    `${address.first_name} ${address.last_name}`,
    address.company,
    address.line1,
    address.line2,
    town,
    address.country,
    address.phone,
  ].filter((line): line is string => Boolean(line));
}
