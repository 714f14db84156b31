import { Alert, Box, Button, Skeleton } from "@mui/material";
import type { ReactNode } from "react";
import { useListContext } from "react-admin";
import { type Fields, isSame } from "./changes.ts";
import { type EmptyProps, EmptyState } from "./EmptyState.tsx";
import { problemText } from "./use-problem-notice.ts";

interface Props {
  empty: EmptyProps;
  /** The filters that a list begins with: with only these it is not narrowed by anybody. */
  usual?: Fields;
  children: ReactNode;
}

/** What a list shows: rows to come while it loads, what went wrong, that there is nothing, or its rows. */
export function ListBody({ empty, usual = {}, children }: Props) {
  const { isPending, error, data, setFilters, refetch, ...list } = useListContext();
  if (isPending) return <Rows />;
  if (error) {
    return (
      <Alert
        severity="error"
        sx={{ m: 2 }}
        action={
          <Button color="inherit" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {problemText(error)}
      </Alert>
    );
  }
  if (data && data.length > 0) return children;
  if (isSame(list.filterValues ?? {}, usual)) return <EmptyState {...empty} />;
  return (
    <EmptyState
      title="Nothing matches the filters."
      action={<Button onClick={() => setFilters({}, {})}>Clear the filters</Button>}
    />
  );
}

function Rows() {
  return (
    <Box aria-busy sx={{ px: 2, py: 1 }}>
      {Array.from({ length: 12 }, (_, row) => (
        <Skeleton key={row} height={40} />
      ))}
    </Box>
  );
}
