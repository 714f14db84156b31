import { AutocompleteInput, DataTable, SelectInput } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { Code } from "../../shared/Code.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusField } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { useEventTypes } from "../events/use-event-types.ts";
import type { DeadLetter } from "./dead-letter.ts";
import { ReplayMatching } from "./ReplayMatching.tsx";
import { ReplaySelected } from "./ReplaySelected.tsx";

const STATUSES = choicesOf(["open", "replayed", "discarded"]);

/** Events that a subscriber did not take in after all tries. */
export default function DeadLetterList() {
  const { types, subscribers } = useEventTypes();
  const filters = [
    <SelectInput key="status" source="status" choices={STATUSES} alwaysOn helperText={false} />,
    <AutocompleteInput
      key="type"
      source="type"
      label="Event"
      choices={namesOf(types)}
      alwaysOn
      helperText={false}
    />,
    <AutocompleteInput
      key="subscriber"
      source="subscriber"
      choices={namesOf(subscribers)}
      alwaysOn
      helperText={false}
    />,
  ];
  return (
    <ListPage
      title="Dead letters"
      filters={filters}
      filterDefaultValues={{ status: "open" }}
      actions={<ReplayMatching />}
      empty={{ title: "No open dead letters.", hint: "Every event has got to all who hear it." }}
    >
      <Responsive wide={<LetterTable />} narrow={<LetterCards />} />
    </ListPage>
  );
}

function LetterTable() {
  return (
    <DataTable
      rowClick="show"
      bulkActionButtons={<ReplaySelected />}
      isRowSelectable={({ status }: DeadLetter) => status === "open"}
    >
      <DataTable.Col
        source="type"
        label="Event"
        disableSort
        render={({ type }: DeadLetter) => <RecordLink>{type}</RecordLink>}
      />
      <DataTable.Col
        source="subscriber"
        disableSort
        render={({ subscriber }: DeadLetter) => <Code>{subscriber}</Code>}
      />
      <DataTable.Col source="status" disableSort field={StatusField} />
      <DataTable.Col
        source="error"
        disableSort
        render={({ error }: DeadLetter) => <Shortened text={error} />}
      />
      <DataTable.NumberCol source="attempts" label="Tries" disableSort />
      <DataTable.Col source="last_failed_at" label="Last failed" disableSort field={TimeField} />
    </DataTable>
  );
}

function LetterCards() {
  return (
    <Cards<DeadLetter>
      primary={({ type }) => type}
      aside={() => <StatusField source="status" />}
      secondary={({ subscriber, error, last_failed_at: at }) => (
        <>
          <Code>{subscriber}</Code>, last failed <Time at={at} />
          <div>{error?.slice(0, 160)}</div>
        </>
      )}
    />
  );
}

function Shortened({ text }: { text: string | null }) {
  return text === null ? "–" : <span title={text}>{text.length > 90 ? `${text.slice(0, 90)}…` : text}</span>;
}

function namesOf(names: readonly string[]) {
  return names.map((id) => ({ id, name: id }));
}
