import { useCallback, useState } from "preact/hooks";
import type { Schema } from "../api.ts";
import { fieldsOf } from "../form/fields-of.ts";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import { useSubmit } from "../form/use-submit.ts";
import { Button } from "../ui/Button.tsx";
import { CheckField, TextField } from "../ui/Field.tsx";
import { QuantityInput } from "../ui/QuantityInput.tsx";
import { requestReturn } from "./order-api.ts";
import { showIfLost } from "./show-if-lost.ts";
import { useAttemptKey } from "./use-attempt-key.ts";

/** Asks for units to be taken back: how many of what, and why. */
export function RequestReturn({
  order,
  lines,
  onDone,
  onClose,
}: {
  order: string;
  lines: { line: Schema<"OrderLine">; units: number }[];
  onDone: () => Promise<void>;
  onClose: () => void;
}) {
  const keyFor = useAttemptKey();
  const [chosen, setChosen] = useState<Record<string, number>>({});
  const send = useCallback(
    async (data: FormData) => {
      const wanted = Object.entries(chosen).filter(([, quantity]) => quantity > 0);
      if (wanted.length === 0) throw new Error("Choose at least one unit that you want to send back.");
      const reason = fieldsOf(data)["reason"];
      const body = {
        line_items: wanted.map(([id, quantity]) => ({ id, quantity })),
        exchange: data.get("exchange") === "on",
        ...(reason === undefined ? {} : { reason }),
      };
      await requestReturn(order, keyFor(body), body).catch((error: unknown) => showIfLost(error, onDone));
      await onDone();
      onClose();
    },
    [order, keyFor, chosen, onDone, onClose],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      <h3>What do you want to send back?</h3>
      <ul class="order-rows">
        {lines.map(({ line, units }) => (
          <li key={line.id} class="order-row">
            <span>
              {[line.name, ...Object.values(line.options)].join(", ")} <span class="muted">of {units}</span>
            </span>
            <QuantityInput
              label={`Units of ${line.name} to return`}
              value={chosen[line.id] ?? 0}
              min={0}
              max={units}
              onChange={(quantity) => setChosen((before) => ({ ...before, [line.id]: quantity }))}
            />
          </li>
        ))}
      </ul>
      <TextField label="Why? (optional)" name="reason" maxLength={1000} error={errors["reason"]} />
      <CheckField name="exchange" label="I would like something else instead of the money" />
      {problem !== undefined && <ErrorNotice error={problem} />}
      <div class="cluster">
        <Button type="submit" busy={isBusy}>
          Ask for the return
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </form>
  );
}
