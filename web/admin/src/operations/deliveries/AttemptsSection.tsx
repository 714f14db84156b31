import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from "@mui/material";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { Time } from "../../shared/Time.tsx";
import { useRead } from "../../shared/use-read.ts";

type Attempt = Schema<"WebhookAttempt">;

/** The latest attempts of a delivery, each with its answer. */
export function AttemptsSection({ id }: { id: string }) {
  const query = useRead(["delivery-attempts", id], (signal) =>
    dataOf(
      client.GET("/api/v1/webhooks/deliveries/{id}/attempts", {
        params: { path: { id }, query: { limit: 100 } },
        signal,
      }),
    ),
  );
  return (
    <Section title="Attempts">
      <Loaded query={query} height={160}>
        {({ data }) => <Attempts log={data} />}
      </Loaded>
    </Section>
  );
}

function Attempts({ log }: { log: readonly Attempt[] }) {
  if (log.length === 0) return <>No attempt yet.</>;
  return (
    <TableContainer tabIndex={0}>
      <Table size="small" aria-label="Attempts">
        <TableHead>
          <TableRow>
            <TableCell>No.</TableCell>
            <TableCell>At</TableCell>
            <TableCell align="right">Status</TableCell>
            <TableCell align="right">Took</TableCell>
            <TableCell>Answer</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {log.map((attempt) => (
            <TableRow key={attempt.number}>
              <TableCell>{attempt.number}</TableCell>
              <TableCell>
                <Time at={attempt.at} />
              </TableCell>
              <TableCell align="right">{attempt.response_status ?? "–"}</TableCell>
              <TableCell align="right">
                {attempt.duration_ms === null ? "–" : `${attempt.duration_ms} ms`}
              </TableCell>
              <TableCell sx={{ overflowWrap: "anywhere", minWidth: 200 }}>
                {[attempt.error, attempt.response].filter(Boolean).join(" – ") || "–"}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
