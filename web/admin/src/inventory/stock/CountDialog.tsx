import { FormDataConsumer, minValue, NumberInput, required } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { ReasonInput } from "../ReasonInput.tsx";
import { ResultPreview } from "./ResultPreview.tsx";
import { type Level, levelAt, type Stock } from "./stock.ts";
import { useLiveStock } from "./use-live-stock.ts";
import { useStockChange } from "./use-stock-change.ts";

interface Values {
  on_hand: number;
  reason: string;
}

interface Props {
  stock: Stock;
  level: Level;
  onClose: () => void;
}

const isCount = [required(), minValue(0)];

/** Sets what was counted on the shelf. A sale in between is noticed. */
export function CountDialog({ stock: seen, level: { location_id: id, location }, onClose }: Props) {
  const stock = useLiveStock(seen);
  const level = levelAt(stock, id);
  const change = useStockChange();
  const send = (body: Values) =>
    change(
      dataOf(
        client.PUT("/api/v1/inventory/{variant_id}/levels/{location_id}", {
          params: {
            path: { variant_id: stock.variant_id, location_id: id },
            header: ifMatch(stock),
          },
          body,
        }),
      ),
    );
  return (
    <FormDialog<Values>
      title={`Count ${stock.sku} at ${location}`}
      submitLabel="Set on hand"
      defaults={{ reason: "Stock count" }}
      onSubmit={send}
      onClose={onClose}
      done="What is on hand is set."
    >
      <NumberInput source="on_hand" label="Counted" validate={isCount} min={0} step={1} autoFocus fullWidth />
      <ReasonInput />
      <FormDataConsumer<Values>>
        {({ formData: { on_hand: counted } }) => (
          <ResultPreview
            mayOversell={stock.backorder.allowed}
            lines={[
              {
                place: location,
                on_hand: level.on_hand,
                reserved: level.reserved,
                delta: typeof counted === "number" ? counted - level.on_hand : undefined,
              },
            ]}
          />
        )}
      </FormDataConsumer>
    </FormDialog>
  );
}
