import { Typography } from "@mui/material";
import { BooleanInput, FormDataConsumer, useGetOne } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { formatMoney, toMinor } from "../../shared/format.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { useFirst } from "../../shared/use-first.ts";
import { AmountInput } from "../parts/AmountInput.tsx";
import type { Order, Return } from "../parts/types.ts";
import { returnValue } from "./return-value.ts";
import { stepParams } from "./step-params.ts";

interface Values {
  shipping: boolean;
  amount?: string | null;
}

/** Gives back the price of what came back. What is shown is what is sent; the API refuses more than there is. */
export function RefundReturnDialog({ item, onClose }: { item: Return; onClose: () => void }) {
  const order = useFirst(useGetOne<Order>("orders", { id: item.order_id }).data);
  const isAgain = item.status === "refunded";
  if (!order) return null;
  const send = async ({ shipping, amount }: Values, key: string) => {
    const most = returnValue(item, order, shipping);
    const wanted = toMinor(amount ?? "", most.currency);
    const body = isAgain
      ? {}
      : { shipping: shipping ? ("return" as const) : ("keep" as const), amount: wanted ?? most.amount };
    return dataOf(client.POST("/api/v1/returns/{id}/refund", { params: await stepParams(item, key), body }));
  };
  return (
    <FormDialog<Values>
      title="Refund the return"
      submitLabel={isAgain ? "Try again" : "Refund"}
      onClose={onClose}
      defaults={{ shipping: false }}
      onSubmit={send}
      done="The refund is on its way."
    >
      {isAgain ? (
        <Typography variant="body2">What failed is asked for again.</Typography>
      ) : (
        <FormDataConsumer<Values>>
          {({ formData }) => {
            const most = returnValue(item, order, formData.shipping ?? false);
            return (
              <>
                <Typography variant="body2">
                  What came back cost {formatMoney(most)}
                  {formData.shipping ? ", with shipping" : ""}. It goes back the way it was paid.
                </Typography>
                <BooleanInput source="shipping" label="Shipping goes back, too" helperText={false} />
                <AmountInput
                  source="amount"
                  label="Less than that"
                  most={most}
                  allowsZero
                  isRequired={false}
                />
              </>
            );
          }}
        </FormDataConsumer>
      )}
    </FormDialog>
  );
}
