import { FormDataConsumer, minValue, NumberInput, required } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { LocationInput } from "../LocationInput.tsx";
import { ReasonInput } from "../ReasonInput.tsx";
import { useLocationName } from "../use-locations.ts";
import { ResultPreview } from "./ResultPreview.tsx";
import { levelAt, type Stock } from "./stock.ts";
import { useLiveStock } from "./use-live-stock.ts";
import { useStockChange } from "./use-stock-change.ts";

interface Values {
  from_location_id: string;
  to_location_id: string;
  quantity: number;
  reason: string;
}

interface Props {
  stock: Stock;
  from: string | undefined;
  onClose: () => void;
}

const isQuantity = [required(), minValue(1)];

/** Moves units that no order holds to another location. */
export function TransferDialog({ stock: seen, from, onClose }: Props) {
  const stock = useLiveStock(seen);
  const change = useStockChange();
  const send = (values: Values, key: string) =>
    change(
      dataOf(
        client.POST("/api/v1/inventory/transfers", {
          params: { header: { "Idempotency-Key": key, ...ifMatch(stock) } },
          body: { variant_id: stock.variant_id, ...values },
        }),
      ),
    );
  return (
    <FormDialog<Values>
      title={`Transfer ${stock.sku}`}
      submitLabel="Transfer"
      defaults={{ ...(from === undefined ? {} : { from_location_id: from }), reason: "Transfer" }}
      onSubmit={send}
      onClose={onClose}
      done="The units are transferred."
    >
      <LocationInput source="from_location_id" label="From" />
      <LocationInput source="to_location_id" label="To" />
      <NumberInput source="quantity" label="Quantity" validate={isQuantity} min={1} step={1} fullWidth />
      <ReasonInput />
      <FormDataConsumer<Values>>
        {({ formData }) => <Preview stock={stock} values={formData} />}
      </FormDataConsumer>
    </FormDialog>
  );
}

function Preview({ stock, values }: { stock: Stock; values: Partial<Values> }) {
  const placeName = useLocationName();
  const { from_location_id: from, to_location_id: to, quantity } = values;
  if (!from || !to || from === to) return null;
  return (
    <ResultPreview
      lines={[
        { place: placeName(from), ...levelAt(stock, from), delta: quantity && -quantity },
        { place: placeName(to), ...levelAt(stock, to), delta: quantity ?? undefined },
      ]}
    />
  );
}
