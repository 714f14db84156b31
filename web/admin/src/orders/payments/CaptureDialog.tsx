import { Typography } from "@mui/material";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { toMajor, toMinor } from "../../shared/format.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { AmountInput } from "../parts/AmountInput.tsx";
import { majorText } from "../parts/money.ts";
import type { Order, Payment } from "../parts/types.ts";

interface Props {
  payment: Payment;
  order: Order;
  onClose: () => void;
}

/** Takes what was authorised, or less. */
export function CaptureDialog({ payment, order, onClose }: Props) {
  const { authorized, amount: asked } = payment;
  const most = toMajor(asked) < toMajor(authorized) ? asked : authorized;
  const send = ({ amount }: { amount: string }, key: string) => {
    const params = { path: { id: payment.id }, header: { "Idempotency-Key": key } };
    const taken = toMinor(amount, most.currency);
    const body = taken === undefined ? {} : { amount: taken };
    return dataOf(client.POST("/api/v1/payments/{id}/captures", { params, body }));
  };
  return (
    <FormDialog<{ amount: string }>
      title={`Capture the payment of ${order.number}`}
      submitLabel="Capture"
      width="xs"
      onClose={onClose}
      defaults={{ amount: majorText(most) }}
      onSubmit={send}
      done="Captured."
    >
      <Typography variant="body2">
        An authorisation is captured once. What is not taken is released.
      </Typography>
      <AmountInput source="amount" label="Amount" most={most} />
    </FormDialog>
  );
}
