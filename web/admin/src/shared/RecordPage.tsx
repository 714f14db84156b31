import { Alert, Box, Button, Skeleton, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { type RaRecord, RecordContextProvider, Title, useShowController } from "react-admin";
import { Link } from "react-router-dom";
import { problemText } from "./use-problem-notice.ts";

interface Props<Item> {
  /** The list it is in: where it is, and what it is called. */
  list: { to: string; label: string };
  title: (item: Item) => string;
  /** Beside the title: its state. */
  aside?: (item: Item) => ReactNode;
  actions?: (item: Item) => ReactNode;
  children: (item: Item) => ReactNode;
}

/** The page of one record of a resource: title, actions, sections. */
export function RecordPage<Item extends RaRecord>({ list, title, aside, actions, children }: Props<Item>) {
  const { record, error, refetch } = useShowController<Item>({
    // What is wrong is told here.
    queryOptions: { onError: () => undefined, retry: false },
  });
  const heading = record ? title(record) : list.label;
  return (
    <Box sx={{ pt: 2, pb: 4, minWidth: 0 }}>
      <Title title={heading} />
      <Button component={Link} to={list.to} size="small" sx={{ mb: 1 }}>
        ← {list.label}
      </Button>
      {record ? (
        <RecordContextProvider value={record}>
          <Stack spacing={2}>
            <Stack
              direction="row"
              useFlexGap
              sx={{ flexWrap: "wrap", alignItems: "center", justifyContent: "space-between", gap: 1.5 }}
            >
              <Stack
                direction="row"
                useFlexGap
                sx={{ flexWrap: "wrap", alignItems: "center", gap: 1.5, minWidth: 0 }}
              >
                <Typography variant="h5" component="div" sx={{ overflowWrap: "anywhere" }}>
                  {heading}
                </Typography>
                {aside?.(record)}
              </Stack>
              <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1 }}>
                {actions?.(record)}
              </Stack>
            </Stack>
            {children(record)}
          </Stack>
        </RecordContextProvider>
      ) : (
        <Missing error={error} onRetry={() => void refetch()} />
      )}
    </Box>
  );
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (!error) return <Skeleton variant="rounded" height={320} role="status" aria-label="Loading" />;
  return (
    <Alert
      severity="error"
      sx={{ whiteSpace: "pre-line" }}
      action={
        <Button color="inherit" size="small" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {problemText(error)}
    </Alert>
  );
}
