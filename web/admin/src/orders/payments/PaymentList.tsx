import { Stack } from "@mui/material";
import { DataTable, SelectInput, TextInput } from "react-admin";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { formatMoney, formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { MoneyField } from "../../shared/MoneyField.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { TimeInput } from "../../shared/TimeInput.tsx";
import { OrderLink } from "../parts/OrderLink.tsx";
import { RowLink } from "../../shared/RowLink.tsx";
import type { Payment } from "../parts/types.ts";
import { methodText } from "./method-text.ts";

const Column = DataTable.Col<Payment>;

const STATUSES = [
  "succeeded",
  "requires_capture",
  "pending",
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
  "processing",
  "canceled",
];
const FILTERS = [
  <SelectInput key="status" source="status" alwaysOn choices={choicesOf(STATUSES)} />,
  <TimeInput key="from" source="created_from" label="Created from" />,
  <TimeInput key="to" source="created_to" label="Created before" />,
  <TextInput key="intent" source="intent" label="PaymentIntent" placeholder="pi_…" />,
];

/** All payments, the latest first. */
export default function PaymentList() {
  return (
    <ListPage
      filters={FILTERS}
      sort={{ field: "created_at", order: "DESC" }}
      empty={{ title: "No payments yet.", hint: "Each order that is placed has one." }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Wide() {
  return (
    <DataTable<Payment> rowClick="show" bulkActionButtons={false}>
      <Column
        source="created_at"
        label="Created"
        render={({ id, created_at: at }) => <RowLink to={`/payments/${id}/show`}>{formatTime(at)}</RowLink>}
      />
      <Column
        label="Order"
        render={({ order_id: id, order_number: number }) => <OrderLink id={id} number={number} />}
      />
      <Column source="status" disableSort field={StatusField} />
      <Column label="Method" render={(payment) => methodText(payment) || "–"} />
      <Column source="amount" align="right" disableSort field={MoneyField} />
      <Column source="captured" align="right" disableSort field={MoneyField} />
      <Column source="refunded" align="right" disableSort field={MoneyField} />
      <Column source="disputed" align="right" disableSort field={MoneyField} />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Payment>
      primary={({ order_number: number }) => number}
      aside={({ amount }) => formatMoney(amount)}
      secondary={(payment) => (
        <Stack spacing={0.5}>
          <span>{methodText(payment)}</span>
          <span>
            <StatusChip status={payment.status} /> {formatTime(payment.created_at)}
          </span>
        </Stack>
      )}
    />
  );
}
