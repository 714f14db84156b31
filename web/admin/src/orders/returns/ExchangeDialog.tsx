import { Alert } from "@mui/material";
import { useGetOne } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { formatMoney } from "../../shared/format.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { type AddedLine, AddedLinesInput } from "../parts/AddedLinesInput.tsx";
import type { Order, Return } from "../parts/types.ts";
import { returnValue } from "./return-value.ts";
import { stepParams } from "./step-params.ts";

/** Places a new order that is paid with what came back. */
export function ExchangeDialog({ item, onClose }: { item: Return; onClose: () => void }) {
  const { data: order } = useGetOne<Order>("orders", { id: item.order_id });
  if (!order) return null;
  const send = async ({ added }: { added: AddedLine[] }, key: string) => {
    if (added.length === 0) throw new Error("Say what is sent instead.");
    const body = { line_items: added.map(({ variant_id, quantity }) => ({ variant_id, quantity })) };
    return dataOf(
      client.POST("/api/v1/returns/{id}/exchange", { params: await stepParams(item, key), body }),
    );
  };
  return (
    <FormDialog<{ added: AddedLine[] }>
      title="Exchange"
      submitLabel="Place the new order"
      onClose={onClose}
      defaults={{ added: [] }}
      onSubmit={send}
      done="The new order was placed."
    >
      <AddedLinesInput source="added" currency={order.currency} />
      <Alert severity="info">
        What came back pays {formatMoney(returnValue(item, order, false))} of the new order, at today's
        prices, taxes and shipping. If it costs less, the rest goes back; if it costs more, the customer gets
        a link to pay the difference.
      </Alert>
    </FormDialog>
  );
}
