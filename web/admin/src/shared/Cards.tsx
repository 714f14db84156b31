import { Box, List, ListItem, ListItemButton } from "@mui/material";
import type { ReactNode } from "react";
import {
  type RaRecord,
  RecordContextProvider,
  useCreatePath,
  useListContext,
  useResourceContext,
} from "react-admin";
import { Link } from "react-router-dom";

interface Props<Item> {
  /** What it is called, in bold. */
  primary: (item: Item) => ReactNode;
  /** What stands at the right of it: an amount, a time. */
  aside?: (item: Item) => ReactNode;
  /** Lines below: who, which states. */
  secondary?: (item: Item) => ReactNode;
  /** Where a card leads (default show); false: nowhere. */
  link?: "show" | "edit" | ((item: Item) => string) | false;
}

/** A list on a phone: a card a record. Fields (MoneyField, StatusField, …) work inside. */
export function Cards<Item extends RaRecord>({ primary, aside, secondary, link = "show" }: Props<Item>) {
  const { data = [] } = useListContext<Item>();
  const resource = useResourceContext() ?? "";
  const createPath = useCreatePath();
  const pathOf = (item: Item) =>
    typeof link === "function" ? link(item) : createPath({ resource, type: link || "show", id: item.id });
  return (
    <List disablePadding>
      {data.map((item) => {
        const content = (
          <Box sx={{ width: "100%", minWidth: 0 }}>
            <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1 }}>
              <Box sx={{ fontWeight: 600, minWidth: 0, overflowWrap: "anywhere" }}>{primary(item)}</Box>
              {aside && <Box sx={{ flexShrink: 0 }}>{aside(item)}</Box>}
            </Box>
            {secondary && (
              <Box sx={{ mt: 0.5, color: "text.secondary", fontSize: "0.85rem", overflowWrap: "anywhere" }}>
                {secondary(item)}
              </Box>
            )}
          </Box>
        );
        return (
          <RecordContextProvider key={item.id} value={item}>
            <ListItem disablePadding divider>
              {link === false ? (
                <Box sx={{ px: 2, py: 1, width: "100%" }}>{content}</Box>
              ) : (
                <ListItemButton component={Link} to={pathOf(item)}>
                  {content}
                </ListItemButton>
              )}
            </ListItem>
          </RecordContextProvider>
        );
      })}
    </List>
  );
}
