import { Stack } from "@mui/material";
import { DataTable, SelectInput } from "react-admin";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { OrderLink } from "../parts/OrderLink.tsx";
import type { Fulfillment } from "../parts/types.ts";
import { countUnits, unitsText } from "../parts/units.ts";

const Column = DataTable.Col<Fulfillment>;

const FILTERS = [
  <SelectInput
    key="status"
    source="status"
    alwaysOn
    choices={choicesOf(["created", "shipped", "delivered", "cancelled"])}
  />,
];

/** The parcels of all orders: what is to be packed, what is on its way. */
export default function FulfillmentList() {
  return (
    <ListPage
      filters={FILTERS}
      sort={{ field: "created_at", order: "DESC" }}
      empty={{ title: "No fulfillments yet.", hint: "“Fulfil” on an order's page makes one." }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

const pathOf = ({ order_id: id }: Fulfillment) => `/orders/${id}/show`;

function Wide() {
  return (
    <DataTable<Fulfillment>
      rowClick={(_id, _resource, record) => pathOf(record)}
      bulkActionButtons={false}
      sx={{ "& td, & th": { px: 1 } }}
    >
      <Column
        label="Order"
        render={({ order_id: id, order_number: number }) => <OrderLink id={id} number={number} />}
      />
      <Column source="created_at" label="Created" field={TimeField} />
      <Column source="status" disableSort field={StatusField} />
      <Column label="Units" align="right" render={({ line_items: lines }) => countUnits(lines)} />
      <Column label="Items" render={itemsOf} />
      <Column source="carrier" disableSort render={({ carrier }) => carrier ?? "–"} />
      <Column
        source="tracking_number"
        label="Tracking"
        disableSort
        render={({ tracking_number: number }) => number ?? "–"}
      />
      <Column source="shipped_at" label="Shipped" disableSort field={TimeField} />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Fulfillment>
      link={pathOf}
      primary={({ order_number: number }) => number}
      aside={({ line_items: lines }) => unitsText(countUnits(lines))}
      secondary={(item) => (
        <Stack spacing={0.5}>
          <span>{itemsOf(item)}</span>
          <span>
            <StatusChip status={item.status} /> {formatTime(item.created_at)}
          </span>
        </Stack>
      )}
    />
  );
}

function itemsOf({ line_items: lines }: Fulfillment): string {
  return lines.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(", ");
}
