import { FormDataConsumer, RadioButtonGroupInput, SelectInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { formatMoney } from "../../shared/format.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { useFirst } from "../../shared/use-first.ts";
import { AmountInput } from "../parts/AmountInput.tsx";
import { majorText } from "../parts/money.ts";
import { QuantityInputs } from "../parts/QuantityInputs.tsx";
import type { Order, Payment } from "../parts/types.ts";
import { methodText } from "./method-text.ts";
import { REASONS, type RefundValues, refundOf } from "./refund-values.ts";
import { RefundReasonInputs } from "./RefundReasonInputs.tsx";
import { RefundSummary } from "./RefundSummary.tsx";
import { usePayments } from "./use-payments.ts";

interface Props {
  order: Order;
  /** The payment to begin with. */
  paymentId?: string;
  onClose: () => void;
}

/** Gives money back: an amount, or what units cost. What goes back is shown before it is sent, and is what is sent. */
export function RefundDialog({ order, paymentId, onClose }: Props) {
  const data = useFirst(usePayments(order.id).data);
  const payments = data?.filter(({ refundable }) => refundable.amount > 0) ?? [];
  const first = payments.find(({ id }) => id === paymentId) ?? payments[0];
  if (!first) return null;
  const paymentOf = ({ payment_id: id }: Partial<RefundValues>) =>
    payments.find((each) => each.id === id) ?? first;
  const send = (values: RefundValues, key: string) => {
    const payment = paymentOf(values);
    const { problem, ...body } = refundOf(values, order, payment);
    if (problem) throw new Error(problem);
    const params = { path: { id: payment.id }, header: { "Idempotency-Key": key } };
    return dataOf(client.POST("/api/v1/payments/{id}/refunds", { params, body }));
  };
  return (
    <FormDialog<RefundValues>
      title={`Refund order ${order.number}`}
      submitLabel="Refund"
      onClose={onClose}
      defaults={{
        payment_id: first.id,
        by: "amount",
        amount: majorText(first.refundable),
        reason: REASONS[0].id,
      }}
      onSubmit={send}
      done="The refund is on its way."
    >
      {payments.length > 1 && (
        <SelectInput
          source="payment_id"
          label="Payment"
          helperText={false}
          choices={payments.map((payment) => ({ id: payment.id, name: nameOf(payment) }))}
        />
      )}
      <RadioButtonGroupInput
        source="by"
        label="Give back"
        helperText={false}
        choices={[
          { id: "amount", name: "An amount" },
          { id: "units", name: "What units cost" },
        ]}
      />
      <FormDataConsumer<RefundValues>>
        {({ formData }) => (
          <>
            {formData.by === "units" ? (
              <QuantityInputs source="units" lines={unitsLeft(order)} />
            ) : (
              <AmountInput source="amount" label="Amount" most={paymentOf(formData).refundable} />
            )}
            <RefundReasonInputs isOther={formData.reason === "other"} />
            <RefundSummary
              payment={paymentOf(formData)}
              refund={refundOf(formData, order, paymentOf(formData))}
            />
          </>
        )}
      </FormDataConsumer>
    </FormDialog>
  );
}

function unitsLeft({ line_items: lines }: Order) {
  return lines.map((line) => ({ ...line, most: Math.max(0, line.quantity - line.refunded_quantity) }));
}

function nameOf(payment: Payment): string {
  return `${methodText(payment)}, ${formatMoney(payment.refundable)} left`;
}
