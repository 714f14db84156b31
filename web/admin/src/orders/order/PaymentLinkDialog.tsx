import { Typography } from "@mui/material";
import { useRef, useState } from "react";
import { BooleanInput } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { formatMoney } from "../../shared/format.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Order } from "../parts/types.ts";
import { MadeLinkDialog } from "./MadeLinkDialog.tsx";

interface Props {
  order: Order;
  onClose: () => void;
}

/** Makes the link with which the customer pays what is open, and shows it. */
export function PaymentLinkDialog({ order, onClose }: Props) {
  const [link, setLink] = useState<Schema<"PaymentLink">>();
  const isMade = useRef(false);
  const send = async ({ notify }: { notify: boolean }, key: string) => {
    const params = { path: { id: order.id }, header: { "Idempotency-Key": key } };
    const made = await dataOf(client.POST("/api/v1/orders/{id}/payment-link", { params, body: { notify } }));
    isMade.current = true;
    setLink(made);
  };
  if (link) return <MadeLinkDialog url={link.payment_url} until={link.payable_until} onClose={onClose} />;
  return (
    <FormDialog<{ notify: boolean }>
      title="Payment link"
      submitLabel="Make the link"
      onClose={() => {
        if (!isMade.current) onClose();
      }}
      defaults={{ notify: false }}
      onSubmit={send}
    >
      <Typography variant="body2">
        With the link the customer pays {formatMoney(order.outstanding)}. Whoever has it can read the order.
      </Typography>
      <BooleanInput source="notify" label={`Mail it to ${order.email}`} helperText={false} />
    </FormDialog>
  );
}
