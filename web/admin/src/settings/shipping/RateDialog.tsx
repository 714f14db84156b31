import type { Zone } from "./zone.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { useCurrencies } from "../use-currencies.ts";
import { createRate, type Rate, RATE_LABELS, rateVersions, replaceRate } from "./rate.ts";
import { RateFields } from "./RateFields.tsx";
import { type RateValues, toRateInput, valuesOf } from "./rate-values.ts";

interface Props {
  zone: Zone;
  rate?: Rate;
  onClose: () => void;
}

/** Adds a rate to a zone, or changes one. */
export function RateDialog({ zone, rate, onClose }: Props) {
  const currencies = useCurrencies();
  const [own] = currencies;
  if (own === undefined) return null;
  return (
    <FormDialog<RateValues>
      title={rate ? "Edit rate" : `New rate for ${zone.name}`}
      submitLabel={rate ? "Save" : "Create rate"}
      done={rate ? "Saved." : "The rate was created."}
      defaults={
        rate
          ? valuesOf(rate)
          : { currency: own, active: true, position: nextPosition(zone), tax_class: "standard" }
      }
      labels={RATE_LABELS}
      {...(rate ? { versions: (values: RateValues) => rateVersions(rate, toRateInput(values)) } : {})}
      onClose={onClose}
      onSubmit={(values, key) =>
        rate ? replaceRate(rate, toRateInput(values), rate) : createRate(zone.id, toRateInput(values), key)
      }
    >
      <RateFields currencies={currencies} />
    </FormDialog>
  );
}

function nextPosition({ rates }: Zone): number {
  return Math.max(0, ...rates.map(({ position }) => position)) + 1;
}
