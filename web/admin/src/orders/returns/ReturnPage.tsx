import { Typography } from "@mui/material";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { formatTime } from "../../shared/format.ts";
import { OrderLink } from "../parts/OrderLink.tsx";
import type { Return } from "../parts/types.ts";
import { ReturnFacts } from "./ReturnFacts.tsx";
import { ReturnLines } from "./ReturnLines.tsx";
import { ReturnSteps } from "./ReturnSteps.tsx";

/** A return: what comes back, why, and what becomes of it. */
export default function ReturnPage() {
  return (
    <RecordPage<Return>
      list={{ to: "/returns", label: "Returns" }}
      title={({ order_number: number }) => `Return of order ${number}`}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(item) => <ReturnSteps item={item} />}
    >
      {(item) => (
        <>
          <Typography variant="body2" color="text.secondary">
            Requested {formatTime(item.created_at)} for order{" "}
            <OrderLink id={item.order_id} number={item.order_number} />
          </Typography>
          <Section title="Items">
            <ReturnLines item={item} />
          </Section>
          <Section title="About it">
            <ReturnFacts item={item} />
          </Section>
        </>
      )}
    </RecordPage>
  );
}
