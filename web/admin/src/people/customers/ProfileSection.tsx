import { Link } from "@mui/material";
import { Facts } from "../../shared/Facts.tsx";
import { Section } from "../../shared/Section.tsx";
import { Time } from "../../shared/Time.tsx";
import type { Customer } from "./customer.ts";

const LANGUAGES: Readonly<Record<string, string>> = { en: "English", de: "German" };

/** What the customer told of themselves. */
export function ProfileSection({ customer }: { customer: Customer }) {
  return (
    <Section title="Profile">
      <Facts
        items={[
          [
            "Email",
            <span key="email">
              <Link href={`mailto:${customer.email}`}>{customer.email}</Link>
              {customer.email_verified ? "" : " (not confirmed)"}
            </span>,
          ],
          ["User name", customer.username],
          ["Phone", customer.phone && <Link href={`tel:${customer.phone}`}>{customer.phone}</Link>],
          ["Language", customer.locale && (LANGUAGES[customer.locale] ?? customer.locale)],
          ["News by mail", customer.accepts_marketing ? "Consented" : "Not wanted"],
          ["Customer since", <Time key="since" at={customer.created_at} />],
        ]}
      />
    </Section>
  );
}
