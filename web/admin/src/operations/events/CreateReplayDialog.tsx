import { AutocompleteInput, BooleanInput, FormDataConsumer, required } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { hoursAgo } from "../../shared/ago.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { TimeInput } from "../../shared/TimeInput.tsx";
import { useEventTypes } from "./use-event-types.ts";

interface Values {
  subscriber: string;
  from: string;
  to: string | null;
  again: boolean;
}

/** Hands the events of a range of time to one subscriber. */
export function CreateReplayDialog({ onClose }: { onClose: () => void }) {
  const { subscribers, repeatable } = useEventTypes();
  return (
    <FormDialog<Values>
      title="Replay events"
      submitLabel="Replay"
      done="The replay goes on in the background."
      defaults={{ from: hoursAgo(24), again: false }}
      onClose={onClose}
      onSubmit={(values, key) =>
        create({ ...values, again: values.again && repeatable.has(values.subscriber) }, key)
      }
    >
      <AutocompleteInput
        source="subscriber"
        choices={subscribers.map((id) => ({ id, name: id }))}
        validate={required()}
        helperText={false}
      />
      <TimeInput source="from" validate={required()} helperText={false} />
      <TimeInput source="to" helperText="Empty: now" />
      <FormDataConsumer<Values>>
        {({ formData }) =>
          repeatable.has(formData.subscriber) && (
            <BooleanInput
              source="again"
              label="Also what it has processed before"
              helperText="It makes something anew out of what there is: nothing happens twice."
            />
          )
        }
      </FormDataConsumer>
    </FormDialog>
  );
}

function create({ subscriber, from, to, again }: Values, key: string) {
  return dataOf(
    client.POST("/api/v1/ops/events/replays", {
      params: { header: { "Idempotency-Key": key } },
      body: { subscriber, from, ...(to ? { to } : {}), again },
    }),
  );
}
