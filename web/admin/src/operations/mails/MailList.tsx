import { DataTable, SearchInput, SelectInput, TextInput } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import type { Schema } from "../../../../../client/index.ts";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { inWords } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { TimeInput } from "../../shared/TimeInput.tsx";
import { DevelopmentLinks } from "./DevelopmentLinks.tsx";

type Mail = Schema<"Notification">;

const filters = [
  <SearchInput key="recipient" source="recipient" placeholder="Exact email address" alwaysOn />,
  <SelectInput
    key="status"
    source="status"
    choices={choicesOf(["sending", "sent", "delivered", "bounced", "complained", "failed", "suppressed"])}
    alwaysOn
    helperText={false}
  />,
  <SelectInput
    key="category"
    source="category"
    choices={choicesOf(["transactional", "staff", "marketing"])}
    helperText={false}
  />,
  <TimeInput
    key="undelivered_since"
    source="undelivered_since"
    label="Failed or bounced since"
    helperText={false}
  />,
  <TextInput key="template" source="template" helperText={false} />,
  <TextInput key="order_id" source="order_id" label="Order id" helperText={false} />,
  <TextInput key="user_id" source="user_id" label="User id" helperText={false} />,
];

/** The mails that the shop has sent, or tried to. */
export default function MailList() {
  return (
    <ListPage
      title="Mails"
      filters={filters}
      actions={<DevelopmentLinks />}
      empty={{ title: "No mails yet.", hint: "Orders, accounts and returns bring them about." }}
    >
      <Responsive wide={<MailTable />} narrow={<MailCards />} />
    </ListPage>
  );
}

function MailTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        source="subject"
        disableSort
        render={({ subject }: Mail) => <RecordLink>{subject}</RecordLink>}
      />
      <DataTable.Col source="recipient" disableSort />
      <DataTable.Col source="template" disableSort render={({ template }: Mail) => inWords(template)} />
      <DataTable.Col source="status" disableSort field={StatusField} />
      <DataTable.NumberCol source="attempts" disableSort />
      <DataTable.Col source="created_at" label="Created" disableSort field={TimeField} />
    </DataTable>
  );
}

function MailCards() {
  return (
    <Cards<Mail>
      primary={({ subject }) => subject}
      aside={({ status }) => <StatusChip status={status} />}
      secondary={({ recipient, created_at: at }) => (
        <>
          {recipient} · <Time at={at} />
        </>
      )}
    />
  );
}
