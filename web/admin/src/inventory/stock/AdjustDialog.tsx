import { FormDataConsumer, NumberInput, required } from "react-admin";
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
  location_id: string;
  delta: number;
  reason: string;
}

interface Props {
  stock: Stock;
  locationId: string | undefined;
  onClose: () => void;
}

const isDifference = [required(), (value: number) => (value === 0 ? "Not 0" : undefined)];

/** Adds a difference to what is on hand: found, broken, lost. */
export function AdjustDialog({ stock: seen, locationId, onClose }: Props) {
  const placeName = useLocationName();
  const stock = useLiveStock(seen);
  const change = useStockChange();
  const send = ({ location_id, delta, reason }: Values, key: string) =>
    change(
      dataOf(
        client.POST("/api/v1/inventory/adjustments", {
          params: { header: { "Idempotency-Key": key, ...ifMatch(stock) } },
          body: { variant_id: stock.variant_id, location_id, delta, reason },
        }),
      ),
    );
  return (
    <FormDialog<Values>
      title={`Adjust ${stock.sku}`}
      submitLabel="Adjust"
      defaults={locationId === undefined ? {} : { location_id: locationId }}
      onSubmit={send}
      onClose={onClose}
      done="The stock is adjusted."
    >
      <LocationInput source="location_id" label="Location" />
      <NumberInput
        source="delta"
        label="Difference"
        helperText="3 adds three units, -3 takes three away."
        validate={isDifference}
        step={1}
        autoFocus
        fullWidth
      />
      <ReasonInput />
      <FormDataConsumer<Values>>
        {({ formData: { location_id: place, delta } }) =>
          place && (
            <ResultPreview
              mayOversell={stock.backorder.allowed}
              lines={[{ place: placeName(place), ...levelAt(stock, place), delta: delta ?? undefined }]}
            />
          )
        }
      </FormDataConsumer>
    </FormDialog>
  );
}
