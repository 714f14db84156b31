import { Stack } from "@mui/material";
import { DataTable, SelectInput } from "react-admin";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { formatMoney, formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { MoneyField } from "../../shared/MoneyField.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { RowLink } from "../../shared/RowLink.tsx";
import type { DraftOrder } from "../parts/types.ts";
import { countUnits, unitsText } from "../parts/units.ts";
import { DraftStatus } from "./DraftStatus.tsx";
import { NewDraftButton } from "./NewDraftButton.tsx";

const Column = DataTable.Col<DraftOrder>;

const FILTERS = [
  <SelectInput key="status" source="status" alwaysOn choices={choicesOf(["open", "sent", "cancelled"])} />,
];

/** Orders that staff write for customers. */
export default function DraftList() {
  return (
    <ListPage
      filters={FILTERS}
      title="Draft orders"
      actions={<NewDraftButton />}
      empty={{
        title: "No draft orders yet.",
        hint: "Write one for a customer on the phone: they pay it by a link.",
      }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Wide() {
  return (
    <DataTable<DraftOrder> rowClick="show" bulkActionButtons={false}>
      <Column
        label="For"
        render={(draft) => <RowLink to={`/draft-orders/${draft.id}/show`}>{nameOf(draft)}</RowLink>}
      />
      <Column source="status" disableSort render={({ status }) => <DraftStatus status={status} />} />
      <Column label="Units" align="right" render={({ line_items: lines }) => countUnits(lines)} />
      <Column source="totals.total" label="Total" align="right" disableSort field={MoneyField} />
      <Column source="created_at" label="Created" disableSort field={TimeField} />
      <Column source="updated_at" label="Changed" disableSort field={TimeField} />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<DraftOrder>
      primary={nameOf}
      aside={({ totals, line_items: lines }) =>
        totals ? formatMoney(totals.total) : unitsText(countUnits(lines))
      }
      secondary={(draft) => (
        <Stack spacing={0.5}>
          <span>
            <DraftStatus status={draft.status} /> {formatTime(draft.created_at)}
          </span>
        </Stack>
      )}
    />
  );
}

function nameOf({ email }: DraftOrder): string {
  return email ?? "Nobody yet";
}
