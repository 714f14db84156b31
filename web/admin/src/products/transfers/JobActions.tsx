import DownloadIcon from "@mui/icons-material/Download";
import { Button, Stack } from "@mui/material";
import { Link } from "react-router-dom";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useAction } from "../../shared/use-action.ts";
import type { Job } from "./import-file.ts";

/** What can be done with a job now. */
export function JobActions({ job }: { job: Job }) {
  const { isRunning, run } = useAction();
  const cancel = (key: string) =>
    dataOf(
      client.POST("/api/v1/jobs/{id}/cancel", {
        params: { path: { id: job.id }, header: { "Idempotency-Key": key } },
      }),
    );
  return (
    <Stack direction="row" spacing={1}>
      {job.allowed_transitions.includes("cancel") && (
        <Button
          variant="outlined"
          color="error"
          loading={isRunning}
          onClick={() => void run(cancel, { done: "It is cancelled." })}
        >
          Cancel
        </Button>
      )}
      {job.result_url && (
        <Button variant="contained" startIcon={<DownloadIcon />} href={job.result_url} download>
          Download
        </Button>
      )}
      {job.kind === "product_import" && (
        <Button component={Link} to="/transfers/import">
          Import another file
        </Button>
      )}
      {job.kind === "product_import" && !job.dry_run && job.status === "succeeded" && (
        <Button component={Link} to="/products">
          See products
        </Button>
      )}
    </Stack>
  );
}
