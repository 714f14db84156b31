import NextIcon from "@mui/icons-material/ChevronRight";
import DoneIcon from "@mui/icons-material/TaskAltOutlined";
import { Box, List, ListItem, ListItemButton, ListItemText, Typography } from "@mui/material";
import { Link } from "react-router-dom";
import { dataOf } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { Loaded } from "../shared/Loaded.tsx";
import { Section } from "../shared/Section.tsx";
import { useRead } from "../shared/use-read.ts";
import { attentionItems } from "./attention-items.ts";

const EVERY_MS = 60_000;

/** What waits for somebody, each with the way to it. */
export function Attention() {
  const read = () => dataOf(client.GET("/api/v1/admin/attention"));
  const query = useRead(["attention"], read, { every: EVERY_MS });
  return (
    <Section title="Needs attention">
      <Box sx={{ minHeight: 120 }}>
        <Loaded query={query} height={120}>
          {(counts) => <Items items={attentionItems(counts)} />}
        </Loaded>
      </Box>
    </Section>
  );
}

function Items({ items }: { items: ReturnType<typeof attentionItems> }) {
  if (items.length === 0) {
    return (
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, py: 2 }}>
        <DoneIcon color="success" aria-hidden />
        <Typography>Nothing waits for you. Well done.</Typography>
      </Box>
    );
  }
  return (
    <List dense disablePadding sx={{ mx: -1 }}>
      {items.map(({ name, text, to }) => (
        <ListItem key={name} disablePadding>
          <ListItemButton component={Link} to={to} sx={{ borderRadius: 1, px: 1 }}>
            <ListItemText primary={text} />
            <NextIcon fontSize="small" aria-hidden />
          </ListItemButton>
        </ListItem>
      ))}
    </List>
  );
}
