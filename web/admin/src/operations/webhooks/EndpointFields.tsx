import { AutocompleteArrayInput, maxLength, required, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useRead } from "../../shared/use-read.ts";

/** The fields of a webhook endpoint. */
export function EndpointFields() {
  const { data: types } = useRead(["webhook-event-types"], (signal) =>
    dataOf(client.GET("/api/v1/webhooks/event-types", { signal })),
  );
  return (
    <>
      <TextInput
        source="url"
        label="URL"
        type="url"
        validate={required()}
        helperText="https, port 443 or 8443, a public host"
        autoFocus
      />
      <TextInput source="description" validate={maxLength(200)} helperText="Whose it is, what it does" />
      <AutocompleteArrayInput
        source="event_types"
        label="Events"
        choices={choicesOf(types?.data ?? [])}
        validate={required("Choose at least one.")}
        helperText="All of a kind, as order.*, or single ones"
        disableCloseOnSelect
      />
    </>
  );
}

/** All events, all of a kind, and each by itself with what it tells. */
function choicesOf(types: readonly { type: string; description: string }[]) {
  const kinds = [...new Set(types.map(({ type }) => type.split(".")[0]))];
  return [
    { id: "*", name: "* – all events" },
    ...kinds.map((kind) => ({ id: `${kind}.*`, name: `${kind}.* – all of ${kind}` })),
    ...types.map(({ type, description }) => ({ id: type, name: `${type} – ${description}` })),
  ];
}
