import { Alert, Button, Stack, Typography } from "@mui/material";
import { useNotify } from "react-admin";
import { FileDrop } from "../../shared/FileDrop.tsx";
import { Section } from "../../shared/Section.tsx";
import { useRead } from "../../shared/use-read.ts";
import { IMPORT_TYPES, type Job, refusalOf } from "./import-file.ts";
import { keptFile } from "./kept-files.ts";
import { UploadProgress } from "./UploadProgress.tsx";
import { useImport } from "./use-import.ts";

/** After a dry run: the same file for real. */
export function ImportForReal({ job }: { job: Job }) {
  const { data: file, isPending } = useRead(
    ["import-file", job.id],
    async () => (await keptFile(job.id)) ?? null,
  );
  const { sent, start, stop } = useImport();
  const notify = useNotify();
  const begin = (chosen: File) => start(chosen, { isDryRun: false, currency: job.currency, after: job.id });
  const choose = ([chosen]: File[]) => {
    const refusal = chosen && refusalOf(chosen);
    if (refusal) notify(refusal, { type: "error" });
    else if (chosen) void begin(chosen);
  };
  return (
    <Section title="Import for real">
      <Stack spacing={2}>
        <Verdict job={job} />
        {sent !== undefined && <UploadProgress sent={sent} onStop={stop} />}
        {sent === undefined && file && (
          <Stack direction="row" spacing={2} sx={{ alignItems: "center", flexWrap: "wrap" }}>
            <Button variant="contained" onClick={() => void begin(file)}>
              {job.progress.failed > 0 ? "Import without the wrong rows" : "Import for real"}
            </Button>
            <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
              {file.name}
            </Typography>
          </Stack>
        )}
        {sent === undefined && !isPending && !file && (
          <FileDrop
            label="Choose the file again to import it"
            hint="This browser does not have it any more. It is imported as soon as you have chosen it."
            accept={IMPORT_TYPES}
            onFiles={choose}
          />
        )}
      </Stack>
    </Section>
  );
}

function Verdict({ job: { progress, result } }: { job: Job }) {
  const { failed } = progress;
  const changes = (result.created ?? 0) + (result.updated ?? 0);
  if (failed > 0) {
    const rows = failed === 1 ? "1 row is wrong" : `${failed.toLocaleString()} rows are wrong`;
    return <Alert severity="warning">{rows} and would be left out. All others can be imported now.</Alert>;
  }
  if (changes === 0)
    return <Alert severity="info">The file changes nothing: all of it is known already.</Alert>;
  return <Alert severity="success">The file has no wrong rows.</Alert>;
}
