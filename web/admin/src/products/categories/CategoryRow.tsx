import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import MoreIcon from "@mui/icons-material/MoreVert";
import ClosedIcon from "@mui/icons-material/ChevronRight";
import OpenIcon from "@mui/icons-material/ExpandMore";
import { Box, Button, IconButton, Menu, MenuItem, Typography } from "@mui/material";
import { type DragEvent, useState } from "react";
import type { Category } from "./use-categories.ts";

/** What can be done with a category. */
export type RowAction = "up" | "down" | "add" | "edit" | "move" | "delete" | "toggle";

interface Props {
  category: Category;
  isOpen: boolean;
  hasChildren: boolean;
  isFirst: boolean;
  isLast: boolean;
  /** Where what is drawn over it would go. */
  drop: "before" | "into" | "after" | undefined;
  onAction: (action: RowAction, category: Category) => void;
  drag: {
    onDragStart: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
    onDragEnd: () => void;
  };
}

const MENU: [RowAction, string][] = [
  ["add", "Add a category below"],
  ["edit", "Edit"],
  ["move", "Move to …"],
  ["delete", "Delete"],
];

/** A category in the tree: opened and closed, drawn to another place, or moved by its buttons. */
export function CategoryRow(props: Props) {
  const { category, isOpen, hasChildren, isFirst, isLast, drop, onAction, drag } = props;
  const { name } = category;
  const act = (action: RowAction) => onAction(action, category);
  return (
    <Box
      draggable
      data-category={category.id}
      {...drag}
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 0.5,
        minHeight: 44,
        pr: 0.5,
        borderTop: 2,
        borderBottom: 2,
        borderColor: "transparent",
        borderTopColor: drop === "before" ? "primary.main" : "transparent",
        borderBottomColor: drop === "after" ? "primary.main" : "transparent",
        bgcolor: drop === "into" ? "action.selected" : "transparent",
        "&:hover": { bgcolor: "action.hover" },
      }}
    >
      <IconButton
        size="small"
        aria-label={`${isOpen ? "Close" : "Open"} ${name}`}
        aria-expanded={isOpen}
        onClick={() => act("toggle")}
        sx={{ visibility: hasChildren ? "visible" : "hidden" }}
      >
        {isOpen ? <OpenIcon fontSize="small" /> : <ClosedIcon fontSize="small" />}
      </IconButton>
      <Button
        color="inherit"
        size="small"
        onClick={() => act("edit")}
        sx={{ justifyContent: "flex-start", textAlign: "left", minWidth: 0, overflowWrap: "anywhere" }}
      >
        {name}
      </Button>
      <Typography variant="body2" color="text.secondary" sx={{ ml: "auto", mr: 1, whiteSpace: "nowrap" }}>
        {category.product_count === 1 ? "1 product" : `${category.product_count.toLocaleString()} products`}
      </Typography>
      <IconButton
        size="small"
        data-move="up"
        aria-label={`Move ${name} up`}
        disabled={isFirst}
        onClick={() => act("up")}
      >
        <UpIcon fontSize="small" />
      </IconButton>
      <IconButton
        size="small"
        data-move="down"
        aria-label={`Move ${name} down`}
        disabled={isLast}
        onClick={() => act("down")}
      >
        <DownIcon fontSize="small" />
      </IconButton>
      <RowMenu name={name} act={act} />
    </Box>
  );
}

function RowMenu({ name, act }: { name: string; act: (action: RowAction) => void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        size="small"
        aria-label={`More for ${name}`}
        aria-haspopup="menu"
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        <MoreIcon fontSize="small" />
      </IconButton>
      {anchor && (
        <Menu open anchorEl={anchor} onClose={() => setAnchor(null)}>
          {MENU.map(([action, label]) => (
            <MenuItem
              key={action}
              onClick={() => {
                setAnchor(null);
                act(action);
              }}
            >
              {label}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}
