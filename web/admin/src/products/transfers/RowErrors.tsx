import {
  Button,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from "@mui/material";
import { useState } from "react";
import { everyItem, type Schema } from "../../../../../client/index.ts";
import { call } from "../../api/client.ts";
import { type Page, readPage } from "../../api/pages.ts";
import { Code } from "../../shared/Code.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { saveFile } from "../../shared/save-file.ts";
import { Section } from "../../shared/Section.tsx";
import { useAction } from "../../shared/use-action.ts";
import { useRead } from "../../shared/use-read.ts";
import { csvOf } from "./csv.ts";
import type { Job } from "./import-file.ts";

type RowError = Schema<"JobError">;

const ROWS = 25;

/** The rows that an import refused, by pages and as a file. */
export function RowErrors({ job }: { job: Job }) {
  const [number, setNumber] = useState(1);
  const { isRunning, run } = useAction();
  const query = useRead([job.errors_url, number, job.progress.failed], (signal) =>
    readPage<RowError>(job.errors_url, { limit: ROWS }, number, signal),
  );
  return (
    <Section
      title="Wrong rows"
      intro="Lines are counted from the top of the file, its header included. Correct them and import the file again."
      actions={
        <Button
          variant="outlined"
          size="small"
          loading={isRunning}
          onClick={() => void run(() => downloadErrors(job))}
        >
          Download as CSV
        </Button>
      }
    >
      <Loaded query={query} height={160}>
        {({ data }) => <ErrorTable errors={data} />}
      </Loaded>
      <Stack direction="row" spacing={1} sx={{ mt: 1, justifyContent: "end" }}>
        <Button size="small" disabled={number === 1} onClick={() => setNumber(number - 1)}>
          Previous
        </Button>
        <Button
          size="small"
          disabled={!query.data?.pagination.has_more}
          onClick={() => setNumber(number + 1)}
        >
          Next
        </Button>
      </Stack>
    </Section>
  );
}

function ErrorTable({ errors }: { errors: readonly RowError[] }) {
  return (
    <TableContainer>
      <Table size="small" aria-label="Wrong rows">
        <TableHead>
          <TableRow>
            <TableCell align="right">Line</TableCell>
            <TableCell>Message</TableCell>
            <TableCell>Code</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {errors.map(({ line, code, message }) => (
            <TableRow key={`${line} ${code} ${message}`}>
              <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums" }}>
                {line}
              </TableCell>
              <TableCell sx={{ overflowWrap: "anywhere", minWidth: 200 }}>{message}</TableCell>
              <TableCell>
                <Code>{code}</Code>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

async function downloadErrors({ id, errors_url: url }: Job): Promise<void> {
  const rows: (string | number)[][] = [["line", "code", "message"]];
  const query = { limit: 100 };
  for await (const { line, code, message } of everyItem((cursor) =>
    call<Page<RowError>>("GET", url, { query: { ...query, cursor } }),
  )) {
    rows.push([line, code, message]);
  }
  saveFile(new Blob([csvOf(rows)], { type: "text/csv;charset=utf-8" }), `import-errors-${id}.csv`);
}
