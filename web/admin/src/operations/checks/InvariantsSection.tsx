import { Alert, Stack } from "@mui/material";
import { useState } from "react";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { useAction } from "../../shared/use-action.ts";
import { useRead } from "../../shared/use-read.ts";
import { Report } from "./Report.tsx";

/** The reports of the check of the books, and checking now. */
export function InvariantsSection() {
  const [cursor, setCursor] = useState<string>();
  const { isRunning, run } = useAction();
  const reports = useRead(["invariants", cursor], (signal) =>
    dataOf(client.GET("/api/v1/ops/invariants", { params: { query: { limit: 10, cursor } }, signal })),
  );
  const check = (key: string) =>
    dataOf(client.POST("/api/v1/ops/invariants", { params: { header: { "Idempotency-Key": key } } })).then(
      () => setCursor(undefined),
    );
  return (
    <Section
      title="The books"
      intro="Every night it is checked that orders, payments, stock and events agree."
      actions={
        <ActionButton
          label="Check now"
          variant="contained"
          loading={isRunning}
          onClick={() => void run(check, { done: "The books were checked." })}
        />
      }
    >
      <Loaded query={reports} height={280}>
        {({ data, pagination }) => (
          <Stack spacing={1}>
            {data.length === 0 && <Alert severity="info">Nothing was checked yet.</Alert>}
            {data.map((report) => (
              <Report key={report.id} report={report} />
            ))}
            <Stack direction="row" spacing={1}>
              <ActionButton
                label="Newest"
                size="small"
                disabled={cursor === undefined}
                onClick={() => setCursor(undefined)}
              />
              <ActionButton
                label="Older"
                size="small"
                disabled={!pagination.has_more}
                onClick={() => setCursor(pagination.next_cursor ?? undefined)}
              />
            </Stack>
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}
