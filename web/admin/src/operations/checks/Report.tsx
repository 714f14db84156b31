import { Alert, Link } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { Code } from "../../shared/Code.tsx";
import { inWords } from "../../shared/format.ts";
import { Time } from "../../shared/Time.tsx";

/** A check of the books: that all is well, or what is not. */
export function Report({ report }: { report: Schema<"InvariantsReport"> }) {
  const { breaches, findings, orders, finished_at: at } = report;
  return (
    <Alert severity={breaches === 0 ? "success" : "error"} sx={{ "& .MuiAlert-message": { minWidth: 0 } }}>
      <Time at={at} />: {orders.toLocaleString()} orders were looked at,{" "}
      {breaches === 0 ? "all is well." : `${breaches} breaches.`}
      {findings.length > 0 && (
        <ul>
          {findings.map((finding) => (
            <li key={`${finding.code}${finding.entity_id}`}>
              {inWords(finding.code)}: <Entity finding={finding} />{" "}
              <Code>{JSON.stringify(finding.details)}</Code>
            </li>
          ))}
        </ul>
      )}
      {findings.length < breaches && ` These are the first ${findings.length}.`}
    </Alert>
  );
}

function Entity({
  finding: { entity, entity_id: id },
}: {
  finding: Schema<"InvariantsReport">["findings"][number];
}) {
  if (entity !== "order") return <Code>{id}</Code>;
  return (
    <Link component={RouterLink} to={`/orders/${id}/show`}>
      the order
    </Link>
  );
}
