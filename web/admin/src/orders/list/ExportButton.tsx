import ExportIcon from "@mui/icons-material/FileDownloadOutlined";
import { Button } from "@mui/material";
import { useState } from "react";
import { useListFilterContext, useNotify } from "react-admin";
import { useProblemNotice } from "../../shared/use-problem-notice.ts";
import { exportOrders } from "./export-orders.ts";

/** Saves the orders that the filters find as CSV. */
export function ExportButton() {
  const filters = useListFilterContext().filterValues as Record<string, unknown> | undefined;
  const [isRunning, setRunning] = useState(false);
  const notify = useNotify();
  const tellProblem = useProblemNotice();
  const run = async () => {
    setRunning(true);
    try {
      const files = await exportOrders(filters ?? {});
      notify(files === 1 ? "Exported." : `Exported in ${files} files.`, { type: "success" });
    } catch (error) {
      tellProblem(error);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button size="small" startIcon={<ExportIcon />} loading={isRunning} onClick={() => void run()}>
      Export
    </Button>
  );
}
