import { Stack } from "@mui/material";
import { DataTable, SelectInput } from "react-admin";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { MoneyField } from "../../shared/MoneyField.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { OrderLink } from "../parts/OrderLink.tsx";
import { RowLink } from "../../shared/RowLink.tsx";
import type { Return } from "../parts/types.ts";
import { countUnits, unitsText } from "../parts/units.ts";

const Column = DataTable.Col<Return>;

const STATUSES = ["requested", "approved", "rejected", "received", "refunded", "cancelled"];
const FILTERS = [<SelectInput key="status" source="status" alwaysOn choices={choicesOf(STATUSES)} />];

/** What customers send back. */
export default function ReturnList() {
  return (
    <ListPage
      filters={FILTERS}
      sort={{ field: "created_at", order: "DESC" }}
      empty={{
        title: "No returns yet.",
        hint: "Customers ask for them on the order's page; staff can, too.",
      }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Wide() {
  return (
    <DataTable<Return> rowClick="show" bulkActionButtons={false}>
      <Column
        source="created_at"
        label="Requested"
        render={({ id, created_at: at }) => <RowLink to={`/returns/${id}/show`}>{formatTime(at)}</RowLink>}
      />
      <Column
        label="Order"
        render={({ order_id: id, order_number: number }) => <OrderLink id={id} number={number} />}
      />
      <Column source="status" disableSort field={StatusField} />
      <Column label="Units" align="right" render={({ line_items: lines }) => countUnits(lines)} />
      <Column label="Wanted" render={(item) => (item.wants_exchange ? "Exchange" : "Money")} />
      <Column source="reason" disableSort />
      <Column source="refund_amount" label="Given back" align="right" disableSort field={MoneyField} />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Return>
      primary={({ order_number: number }) => number}
      aside={({ line_items: lines }) => unitsText(countUnits(lines))}
      secondary={(item) => (
        <Stack spacing={0.5}>
          {item.reason && <span>{item.reason}</span>}
          <span>
            <StatusChip status={item.status} /> {formatTime(item.created_at)}
          </span>
        </Stack>
      )}
    />
  );
}
