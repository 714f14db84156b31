import { Button, Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { EmptyState } from "../../shared/EmptyState.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { FindingCard } from "./FindingCard.tsx";
import { RunButton } from "./RunButton.tsx";
import { RunFacts } from "./RunFacts.tsx";

type Pages = { pages: Schema<"Reconciliation">[] };

/** How far the comparison of the books with Stripe is, and what a person must decide. */
export default function ReconciliationPage() {
  const query = useInfiniteQuery({
    queryKey: ["orders", "reconciliation"],
    queryFn: ({ pageParam }) => {
      const page = { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return dataOf(client.GET("/api/v1/payments/reconciliation", { params: { query: page } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.next_cursor ?? undefined,
  });
  return (
    <PlainPage
      title="Reconciliation"
      intro="Every 15 minutes the books are compared with Stripe. What differs is mended; what cannot be is listed here."
      actions={<RunButton />}
    >
      <Loaded<Pages> query={query} height={360}>
        {({ pages }) => (
          <>
            {pages[0] && <RunFacts now={pages[0]} />}
            <Section title="What a person must decide">
              <Findings findings={pages.flatMap(({ open }) => open)} />
              {query.hasNextPage && (
                <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show more
                </Button>
              )}
            </Section>
          </>
        )}
      </Loaded>
    </PlainPage>
  );
}

function Findings({ findings }: { findings: readonly Schema<"ReconciliationFinding">[] }) {
  if (findings.length === 0) {
    return <EmptyState title="Nothing to decide." hint="The books say the same as Stripe." />;
  }
  return (
    <Stack spacing={2}>
      <Typography variant="body2" color="text.secondary">
        The latest first.
      </Typography>
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} />
      ))}
    </Stack>
  );
}
