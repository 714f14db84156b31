import { FormDataConsumer, RadioButtonGroupInput, required, SelectInput, useRedirect } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useShop } from "../../layout/use-shop.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";

interface Values {
  format: "csv" | "ndjson";
  currency?: string;
}

const FORMATS = [
  { id: "csv", name: "CSV: Shopify's columns, for spreadsheets, prices in one currency" },
  { id: "ndjson", name: "NDJSON: everything, for programs" },
];

/** Starts an export of the whole catalog, and shows how far it is. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const currencies = useShop()?.currencies ?? [];
  const redirect = useRedirect();
  const start = async ({ format, currency }: Values, key: string) => {
    const job = await dataOf(
      client.POST("/api/v1/products/exports", {
        params: { header: { "Idempotency-Key": key } },
        body: { format, ...(format === "csv" && currency ? { currency } : {}) },
      }),
    );
    redirect("edit", "transfers", job.id);
  };
  return (
    <FormDialog<Values>
      title="Export products"
      submitLabel="Export"
      defaults={{ format: "csv" }}
      onSubmit={start}
      onClose={onClose}
    >
      <RadioButtonGroupInput
        source="format"
        label="Format"
        choices={FORMATS}
        row={false}
        validate={required()}
        helperText="Products of every status. Importing the file again changes nothing."
      />
      <FormDataConsumer<Values>>
        {({ formData }) =>
          formData.format === "csv" &&
          currencies.length > 1 && (
            <SelectInput
              source="currency"
              label="Currency"
              choices={currencies.map((id) => ({ id, name: id }))}
              defaultValue={currencies[0]}
              validate={required()}
            />
          )
        }
      </FormDataConsumer>
    </FormDialog>
  );
}
