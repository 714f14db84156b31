import { BooleanInput, FormDataConsumer, minValue, NumberInput } from "react-admin";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { type Policy, policyOf, policyVersions, savePolicy } from "./policy.ts";
import type { Stock } from "./stock.ts";

const LABELS = { low_stock_threshold: "Low below", allowed: "Back-orders", limit: "At most" };
const isNotNegative = minValue(0);

/** When the variant is low, and whether it may be sold beyond what is on hand. */
export function PolicyDialog({ stock, onClose }: { stock: Stock; onClose: () => void }) {
  // An emptied field is left out by the form.
  const whole = ({ low_stock_threshold: threshold, allowed, limit }: Policy): Policy => ({
    low_stock_threshold: threshold ?? null,
    allowed,
    limit: allowed ? (limit ?? null) : stock.backorder.limit,
  });
  return (
    <FormDialog<Policy>
      title={`Policy of ${stock.sku}`}
      submitLabel="Save"
      defaults={policyOf(stock)}
      onSubmit={(policy) => savePolicy(stock, whole(policy))}
      versions={(policy) => policyVersions(stock, whole(policy))}
      labels={LABELS}
      onClose={onClose}
      done="The policy is saved."
    >
      <NumberInput
        source="low_stock_threshold"
        label="Low below"
        helperText="Fewer available units than this are low stock. Empty: the shop's default, 6."
        validate={isNotNegative}
        min={0}
        fullWidth
      />
      <BooleanInput
        source="allowed"
        label="Back-orders"
        helperText="Customers may order more than is on hand, from the main location."
      />
      <FormDataConsumer<Policy>>
        {({ formData }) =>
          formData.allowed && (
            <NumberInput
              source="limit"
              label="At most"
              helperText="Units that may be promised beyond what is on hand. Empty: any number."
              validate={isNotNegative}
              min={0}
              fullWidth
            />
          )
        }
      </FormDataConsumer>
    </FormDialog>
  );
}
