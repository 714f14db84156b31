import { Alert, Button, Skeleton } from "@mui/material";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemText } from "./use-problem-notice.ts";

interface Props<Data> {
  query: Pick<UseQueryResult<Data>, "data" | "error" | "isError" | "refetch">;
  /** How high what is loaded will be about, so that nothing jumps. */
  height: number;
  children: (data: Data) => ReactNode;
}

/** What was read, its place while it is read, or why it could not be read. */
export function Loaded<Data>({ query, height, children }: Props<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (!query.isError)
    return <Skeleton variant="rounded" height={height} role="status" aria-label="Loading" />;
  return (
    <Alert
      severity="error"
      sx={{ whiteSpace: "pre-line" }}
      action={
        <Button color="inherit" size="small" onClick={() => void query.refetch()}>
          Try again
        </Button>
      }
    >
      {problemText(query.error)}
    </Alert>
  );
}
