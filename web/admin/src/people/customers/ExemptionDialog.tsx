import { DateInput, maxLength, required, SelectInput, TextInput } from "react-admin";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Customer } from "./customer.ts";
import {
  type Exemption,
  type ExemptionInput,
  exemptionVersions,
  REASONS,
  saveExemption,
} from "./exemption.ts";

interface Values {
  reason: Exemption["reason"];
  certificate: string | null;
  valid_until: string | null;
}

interface Props {
  customer: Customer;
  exemption: Exemption | null;
  onClose: () => void;
}

const LABELS = { reason: "Reason", certificate: "Certificate", valid_until: "Last day" };
const CHOICES = Object.entries(REASONS).map(([id, name]) => ({ id, name }));

/** Exempts a customer from tax, or changes why they are. */
export function ExemptionDialog({ customer, exemption, onClose }: Props) {
  const versions =
    exemption && ((values: Values) => exemptionVersions(customer.id, exemption, inputOf(values)));
  return (
    <FormDialog<Values>
      title={`Exempt ${customer.email} from tax`}
      submitLabel="Save"
      defaults={exemption ?? {}}
      onSubmit={(values) => saveExemption(customer.id, exemption, inputOf(values))}
      {...(versions ? { versions, labels: LABELS } : {})}
      onClose={onClose}
      done="The exemption is saved."
    >
      <SelectInput source="reason" label="Reason" choices={CHOICES} validate={required()} />
      <TextInput
        source="certificate"
        label="Certificate"
        validate={maxLength(100)}
        helperText="The number that proves it, such as a VAT id."
      />
      <DateInput source="valid_until" label="Last day" helperText="Empty: it does not end." />
    </FormDialog>
  );
}

/** A form makes nothing of an emptied field; the API wants it left out. */
function inputOf({ reason, certificate, valid_until: until }: Values): ExemptionInput {
  return { reason, ...(certificate ? { certificate } : {}), ...(until ? { valid_until: until } : {}) };
}
