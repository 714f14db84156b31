import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from "@mui/material";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { Code } from "../../shared/Code.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useRead } from "../../shared/use-read.ts";

/** The latest replays of events, and how far they are. */
export function ReplayTable() {
  const replays = useRead(
    ["event-replays"],
    (signal) =>
      dataOf(client.GET("/api/v1/ops/events/replays", { params: { query: { limit: 50 } }, signal })),
    { every: 10_000 },
  );
  return (
    <Loaded query={replays} height={160}>
      {({ data }) =>
        data.length === 0 ? (
          <>No replays yet.</>
        ) : (
          <TableContainer tabIndex={0}>
            <Table size="small" aria-label="Replays">
              <TableHead>
                <TableRow>
                  <TableCell>Subscriber</TableCell>
                  <TableCell>From</TableCell>
                  <TableCell>To</TableCell>
                  <TableCell>Status</TableCell>
                  <TableCell align="right">Done</TableCell>
                  <TableCell align="right">Processed before</TableCell>
                  <TableCell>Asked for</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {data.map((replay) => (
                  <TableRow key={replay.id}>
                    <TableCell>
                      <Code>{replay.subscriber}</Code>
                      {replay.again && " (again)"}
                    </TableCell>
                    <TableCell>
                      <Time at={replay.from} />
                    </TableCell>
                    <TableCell>
                      <Time at={replay.to} />
                    </TableCell>
                    <TableCell>
                      <StatusChip status={replay.status} />
                    </TableCell>
                    <TableCell align="right">
                      {replay.done} of {replay.total}
                    </TableCell>
                    <TableCell align="right">{replay.skipped}</TableCell>
                    <TableCell>
                      <Time at={replay.created_at} />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </TableContainer>
        )
      }
    </Loaded>
  );
}
