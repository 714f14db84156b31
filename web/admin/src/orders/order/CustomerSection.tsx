import { Link, Stack, Typography } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { Facts } from "../../shared/Facts.tsx";
import { listLink } from "../../shared/list-link.ts";
import { Section } from "../../shared/Section.tsx";
import { AddressText } from "../parts/AddressText.tsx";
import type { Order } from "../parts/types.ts";

/** Whose order it is, and where it goes. */
export function CustomerSection({ order }: { order: Order }) {
  const { customer_id: customerId, shipping_address: address } = order;
  return (
    <Section title="Customer">
      <Facts
        items={[
          [
            "Name",
            customerId ? (
              <Link
                component={RouterLink}
                state={{ _scrollToTop: true }}
                to={`/customers/${customerId}/show`}
              >
                {nameOf(order)}
              </Link>
            ) : (
              `${nameOf(order)} (guest)`
            ),
          ],
          [
            "E-mail",
            <Link key="mail" href={`mailto:${order.email}`}>
              {order.email}
            </Link>,
          ],
          ["Phone", address.phone],
          ["Ships to", <AddressText key="to" address={address} />],
          ["Billed to", order.billing_address && <AddressText address={order.billing_address} />],
          ["Shipping", order.shipping_option?.name],
          ["Language", order.locale],
        ]}
      />
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", columnGap: 2, mt: 1.5 }}>
        <Typography variant="body2">
          <Link
            component={RouterLink}
            state={{ _scrollToTop: true }}
            to={listLink("orders", { email: order.email })}
          >
            All orders of {order.email}
          </Link>
        </Typography>
        <Typography variant="body2">
          <Link
            component={RouterLink}
            state={{ _scrollToTop: true }}
            to={listLink("mails", { order_id: order.id })}
          >
            Mails about this order
          </Link>
        </Typography>
      </Stack>
    </Section>
  );
}

function nameOf({ shipping_address: { first_name: first, last_name: last } }: Order): string {
  return `${first} ${last}`;
}
