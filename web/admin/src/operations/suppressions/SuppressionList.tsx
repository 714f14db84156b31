import { DataTable, SearchInput, SelectInput } from "react-admin";
import type { Schema } from "../../../../../client/index.ts";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { inWords } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { LiftDialog } from "./LiftDialog.tsx";
import { SuppressDialog } from "./SuppressDialog.tsx";

type Suppression = Schema<"MailSuppression">;

const filters = [
  <SearchInput key="email" source="email" placeholder="Exact email address" alwaysOn />,
  <SelectInput
    key="reason"
    source="reason"
    choices={choicesOf(["hard_bounce", "complaint", "unsubscribed", "provider", "manual"])}
    alwaysOn
    helperText={false}
  />,
  <SelectInput
    key="scope"
    source="scope"
    choices={[
      { id: "all", name: "No mail at all" },
      { id: "marketing", name: "No news" },
    ]}
    helperText={false}
  />,
];

/** Addresses that get no mail, or no news. */
export default function SuppressionList() {
  return (
    <ListPage
      title="Mail suppressions"
      filters={filters}
      actions={
        <DialogButton label="Suppress an address" size="small" variant="contained">
          {(close) => <SuppressDialog onClose={close} />}
        </DialogButton>
      }
      empty={{
        title: "No address is suppressed.",
        hint: "Bounces, complaints and unsubscribing bring it about.",
      }}
    >
      <Responsive wide={<SuppressionTable />} narrow={<SuppressionCards />} />
    </ListPage>
  );
}

function SuppressionTable() {
  return (
    <DataTable rowClick={false} bulkActionButtons={false}>
      <DataTable.Col source="address" disableSort />
      <DataTable.Col source="scope" label="Gets" disableSort render={(item: Suppression) => scopeOf(item)} />
      <DataTable.Col source="reason" disableSort render={({ reason }: Suppression) => inWords(reason)} />
      <DataTable.Col
        source="source"
        label="Told by"
        disableSort
        render={({ source }: Suppression) => inWords(source)}
      />
      <DataTable.Col source="since" disableSort field={TimeField} />
      <DataTable.Col label="" disableSort render={(item: Suppression) => <Lift suppression={item} />} />
    </DataTable>
  );
}

function SuppressionCards() {
  return (
    <Cards<Suppression>
      link={false}
      primary={({ address }) => address}
      aside={(item) => <Lift suppression={item} />}
      secondary={(item) => (
        <>
          {scopeOf(item)} · {inWords(item.reason)} · since <Time at={item.since} />
        </>
      )}
    />
  );
}

function Lift({ suppression }: { suppression: Suppression }) {
  return (
    <DialogButton label="Lift" size="small" aria-label={`Lift the suppression of ${suppression.address}`}>
      {(close) => <LiftDialog suppression={suppression} onClose={close} />}
    </DialogButton>
  );
}

function scopeOf({ scope }: Suppression): string {
  return scope === "all" ? "No mail at all" : "No news";
}
