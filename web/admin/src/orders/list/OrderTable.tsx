import { Chip, Stack, Typography } from "@mui/material";
import { DataTable } from "react-admin";
import { MoneyField } from "../../shared/MoneyField.tsx";
import { StatusField } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { OrderLink } from "../parts/OrderLink.tsx";
import type { Order } from "../parts/types.ts";
import { countUnits } from "../parts/units.ts";
import { BulkFulfill } from "./BulkFulfill.tsx";

const Column = DataTable.Col<Order>;

/** Orders where there is room. */
export function OrderTable() {
  return (
    <DataTable<Order> rowClick="show" bulkActionButtons={<BulkFulfill />} sx={{ "& td, & th": { px: 1 } }}>
      <Column
        source="number"
        label="Order"
        disableSort
        render={({ id, number, tags = [] }) => (
          <>
            <OrderLink id={id} number={number} />
            <Tags tags={tags} />
          </>
        )}
      />
      <Column source="created_at" label="Placed" render={({ placed_at: at }) => <Time at={at} />} />
      <Column label="Customer" render={(order) => <CustomerCell order={order} />} />
      <Column source="status" disableSort field={StatusField} />
      <Column source="payment_status" label="Payment" disableSort field={StatusField} />
      <Column source="fulfillment_status" label="Fulfillment" disableSort field={StatusField} />
      <Column label="Items" align="right" render={({ line_items: lines }) => countUnits(lines)} />
      <Column source="totals.total" label="Total" align="right" disableSort field={MoneyField} />
    </DataTable>
  );
}

function CustomerCell({ order: { shipping_address: address, email } }: { order: Order }) {
  return (
    <>
      {address.first_name} {address.last_name}
      <Typography variant="caption" color="text.secondary" component="div" noWrap sx={{ maxWidth: 220 }}>
        {email}
      </Typography>
    </>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 0.5, mt: 0.25, maxWidth: 180 }}>
      {tags.map((tag) => (
        <Chip key={tag} size="small" label={tag} />
      ))}
    </Stack>
  );
}
