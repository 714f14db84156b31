import { Button, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { type RaRecord, useGetList } from "react-admin";
import { Link } from "react-router-dom";
import { listLink } from "./list-link.ts";
import { Loaded } from "./Loaded.tsx";
import { Section } from "./Section.tsx";

interface Props<Item> {
  title: string;
  resource: string;
  /** Which of them: what the whole list is filtered by, too. */
  filter: Record<string, string>;
  /** What the link to the whole list says. */
  all: string;
  /** What to say when there are none. */
  empty: string;
  /** How high it will be about, so that nothing jumps. */
  height: number;
  children: (items: Item[], hasMore: boolean) => ReactNode;
}

/** The ten latest of a list, on the page of what they belong to. */
export function LatestSection<Item extends RaRecord>({
  title,
  resource,
  filter,
  all,
  empty,
  height,
  children,
}: Props<Item>) {
  const query = useGetList<Item>(resource, { filter, pagination: { page: 1, perPage: 10 } });
  const hasMore = query.pageInfo?.hasNextPage ?? false;
  return (
    <Section
      title={title}
      actions={
        <Button component={Link} size="small" to={listLink(resource, filter)}>
          {all}
        </Button>
      }
    >
      <Loaded<Item[]> query={query} height={height}>
        {(items) =>
          items.length > 0 ? (
            children(items, hasMore)
          ) : (
            <Typography color="text.secondary">{empty}</Typography>
          )
        }
      </Loaded>
    </Section>
  );
}
