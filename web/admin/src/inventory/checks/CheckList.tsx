import { DataTable, FunctionField } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { CheckNow } from "./CheckNow.tsx";
import type { StockCheck } from "./finding.ts";
import { FindingsChip } from "./FindingsChip.tsx";

/** The reports of the nightly check, the latest first. */
export default function CheckList() {
  return (
    <ListPage
      title="Stock checks"
      actions={<CheckNow />}
      empty={{
        title: "No stock checks yet.",
        hint: "Every night the figures are compared with the ledger and the orders. You can also check now.",
      }}
    >
      <Responsive
        wide={
          <DataTable rowClick="show" bulkActionButtons={false}>
            <DataTable.Col
              label="Finished"
              disableSort
              render={() => (
                <RecordLink>
                  <TimeField source="finished_at" />
                </RecordLink>
              )}
            />
            <DataTable.NumberCol source="levels" label="Levels looked at" disableSort />
            <DataTable.Col source="breaches" label="Findings" disableSort>
              <FunctionField<StockCheck> render={({ breaches }) => <FindingsChip count={breaches} />} />
            </DataTable.Col>
          </DataTable>
        }
        narrow={
          <Cards<StockCheck>
            primary={(check) => formatTime(check.finished_at)}
            aside={({ breaches }) => <FindingsChip count={breaches} />}
            secondary={({ levels }) => `${levels.toLocaleString()} levels looked at`}
          />
        }
      />
    </ListPage>
  );
}
