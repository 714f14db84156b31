import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import ViewsIcon from "@mui/icons-material/BookmarkBorder";
import {
  Button,
  IconButton,
  List,
  ListItem,
  ListItemButton,
  ListItemText,
  Popover,
  Typography,
} from "@mui/material";
import { type MouseEvent, useState } from "react";
import {
  AddSavedQueryDialog,
  extractValidSavedQueries,
  type SavedQuery,
  useListContext,
  useSavedQueries,
} from "react-admin";
import { type Fields, isSame } from "./changes.ts";

/** Filters and order of a list under a name, kept in this browser for the one who is logged in. */
export function SavedViews() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [isNaming, setNaming] = useState(false);
  const { resource, sort, perPage, ...list } = useListContext();
  const filter = (list.filterValues ?? {}) as Fields;
  const [stored, setStored] = useSavedQueries(resource);
  const views = extractValidSavedQueries(stored);
  const now = { filter, sort, perPage, displayedFilters: list.displayedFilters as Fields };
  const current = views.find(({ value }) => isSame(value, now));
  const canSave = !current && Object.keys(filter).length > 0;
  const close = () => setAnchor(undefined);
  return (
    <>
      <Button
        size="small"
        startIcon={<ViewsIcon />}
        aria-haspopup="dialog"
        onClick={(event: MouseEvent<HTMLElement>) => setAnchor(event.currentTarget)}
      >
        {current?.label ?? "Views"}
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        onClose={close}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
        slotProps={{ paper: { role: "dialog", "aria-label": "Saved views", sx: { width: 280, p: 1 } } }}
      >
        <List dense disablePadding>
          {views.map((view) => (
            <View
              key={view.label}
              view={view}
              isCurrent={view === current}
              onChosen={close}
              onRemove={() => setStored(views.filter((other) => other !== view))}
            />
          ))}
        </List>
        {views.length === 0 && (
          <Typography variant="body2" color="text.secondary" sx={{ p: 1 }}>
            No saved views yet. Filter the list, then save the view here.
          </Typography>
        )}
        <Button
          fullWidth
          disabled={!canSave}
          onClick={() => {
            close();
            setNaming(true);
          }}
        >
          Save this view…
        </Button>
      </Popover>
      <AddSavedQueryDialog open={isNaming} onClose={() => setNaming(false)} />
    </>
  );
}

interface ViewProps {
  view: SavedQuery;
  isCurrent: boolean;
  onChosen: () => void;
  onRemove: () => void;
}

function View({ view: { label, value }, isCurrent, onChosen, onRemove }: ViewProps) {
  const { setFilters, setSort, setPerPage } = useListContext();
  const choose = () => {
    setFilters(value.filter as Record<string, unknown>, value.displayedFilters as never);
    if (value.sort) setSort(value.sort);
    if (value.perPage) setPerPage(value.perPage);
    onChosen();
  };
  return (
    <ListItem
      disablePadding
      secondaryAction={
        <IconButton edge="end" size="small" aria-label={`Remove the view ${label}`} onClick={onRemove}>
          <DeleteIcon fontSize="small" />
        </IconButton>
      }
    >
      <ListItemButton selected={isCurrent} onClick={choose} sx={{ borderRadius: 1 }}>
        <ListItemText primary={label} />
      </ListItemButton>
    </ListItem>
  );
}
