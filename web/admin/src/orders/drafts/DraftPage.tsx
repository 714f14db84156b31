import { Alert, Box, Stack } from "@mui/material";
import { useState } from "react";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import type { DraftOrder } from "../parts/types.ts";
import { DraftActions } from "./DraftActions.tsx";
import { DraftStatus } from "./DraftStatus.tsx";
import { DraftEditor } from "./DraftEditor.tsx";
import { DraftTotals } from "./DraftTotals.tsx";
import { SentNotice } from "./SentNotice.tsx";

/** An order that staff write for a customer. */
export default function DraftPage() {
  const [isDirty, setDirty] = useState(false);
  return (
    <RecordPage<DraftOrder>
      list={{ to: "/draft-orders", label: "Draft orders" }}
      title={({ email }) => (email ? `Draft order for ${email}` : "Draft order")}
      aside={({ status }) => <DraftStatus status={status} />}
      actions={(draft) => <DraftActions draft={draft} isDirty={isDirty} />}
    >
      {(draft) => (
        <>
          {draft.order_id && <SentNotice orderId={draft.order_id} />}
          {draft.status === "cancelled" && <Alert severity="info">This draft was cancelled.</Alert>}
          <Box
            sx={{
              display: "grid",
              gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 2fr) minmax(18rem, 1fr)" },
              gap: 2,
              alignItems: "start",
            }}
          >
            <DraftEditor draft={draft} isDirty={isDirty} onDirty={setDirty} />
            <Stack spacing={2}>
              <Section title="Total">
                <DraftTotals draft={draft} />
              </Section>
            </Stack>
          </Box>
        </>
      )}
    </RecordPage>
  );
}
