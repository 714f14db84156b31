import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

interface Options {
  /** Wait with it (default: read at once). */
  enabled?: boolean;
  /** Read it again every so many milliseconds while the page is seen. */
  every?: number;
}

/**
 * Something of the API that is no list and no record: `useRead(["sales", from], () => dataOf(client.GET(…)))`. Read anew after every action
 * (useAction refreshes all that is on the page); what was there stays while it is.
 */
export function useRead<Answer>(
  key: readonly unknown[],
  read: (signal: AbortSignal) => Promise<Answer>,
  { enabled = true, every }: Options = {},
): UseQueryResult<Answer> {
  return useQuery({
    queryKey: ["read", ...key],
    queryFn: ({ signal }) => read(signal),
    placeholderData: keepPreviousData,
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
  });
}
