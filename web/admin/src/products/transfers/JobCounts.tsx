import { Box, Paper, Typography } from "@mui/material";
import type { Job } from "./import-file.ts";

/** What an import has done with the file's products and rows, or an export with the catalog. */
export function JobCounts({ job }: { job: Job }) {
  return (
    <Box
      component="dl"
      sx={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(9rem, 1fr))", gap: 1.5, m: 0 }}
    >
      {countsOf(job).map(([label, count, isBad]) => (
        <Paper
          key={label}
          variant="outlined"
          sx={{ px: 2, py: 1.5, display: "flex", flexDirection: "column" }}
        >
          <Typography component="dt" variant="body2" color="text.secondary">
            {label}
          </Typography>
          <Typography
            component="dd"
            variant="h5"
            color={isBad && count > 0 ? "error" : "text.primary"}
            sx={{ m: 0, fontVariantNumeric: "tabular-nums" }}
          >
            {count.toLocaleString()}
          </Typography>
        </Paper>
      ))}
    </Box>
  );
}

function countsOf({ kind, dry_run: isDry, result, progress }: Job): [string, number, boolean?][] {
  if (kind === "product_export") return [["Products written", result.products ?? progress.done]];
  const would = (done: string) => (isDry ? `Would be ${done}` : done.replace(/^./, (c) => c.toUpperCase()));
  return [
    [would("created"), result.created ?? 0],
    [would("updated"), result.updated ?? 0],
    ["Unchanged", result.unchanged ?? 0],
    ["Wrong rows", progress.failed, true],
  ];
}
