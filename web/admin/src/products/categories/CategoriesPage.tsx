import AddIcon from "@mui/icons-material/Add";
import { Button, Paper, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useRequireAccess } from "react-admin";
import { EmptyState } from "../../shared/EmptyState.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { CategoryDialogs, type OpenDialog } from "./CategoryDialogs.tsx";
import type { RowAction } from "./CategoryRow.tsx";
import { CategoryTree } from "./CategoryTree.tsx";
import { type Category, useCategories } from "./use-categories.ts";
import { useMoves } from "./use-moves.ts";
import { useShown } from "./use-shown.ts";
import { useTreeDrag } from "./use-tree-drag.ts";

/** The tree of categories: added to, renamed, drawn or moved by buttons. */
export default function CategoriesPage() {
  useRequireAccess({ resource: "categories", action: "list" });
  const query = useCategories();
  const [open, setOpen] = useState<OpenDialog>();
  return (
    <PlainPage
      title="Categories"
      intro="Drag a category to another place, or move it by its buttons. A click on its name changes it."
      actions={
        <Button
          variant="contained"
          size="small"
          startIcon={<AddIcon />}
          onClick={() => setOpen({ kind: "add" })}
        >
          Add category
        </Button>
      }
    >
      <Loaded query={query} height={420}>
        {(all) => <Tree all={all} onOpen={setOpen} />}
      </Loaded>
      <CategoryDialogs open={open} all={query.data ?? []} onClose={() => setOpen(undefined)} />
    </PlainPage>
  );
}

function Tree({ all, onOpen }: { all: Category[]; onOpen: (dialog: OpenDialog) => void }) {
  const { move, step } = useMoves();
  const shown = useShown(all);
  const dragOf = useTreeDrag(all, move);
  const onAction = (action: RowAction, category: Category) => {
    if (action === "toggle") shown.toggle(category.id);
    else if (action === "up" || action === "down") step(category, action);
    else onOpen({ kind: action, category });
  };
  if (all.length === 0) {
    return (
      <EmptyState title="No categories yet." hint="They are how shoppers find their way through the shop." />
    );
  }
  return (
    <Stack spacing={1.5}>
      <TextField
        type="search"
        label="Find a category"
        value={shown.text}
        onChange={({ target }) => shown.setText(target.value)}
        sx={{ maxWidth: 320 }}
      />
      <Paper variant="outlined" sx={{ p: { xs: 0.5, sm: 1 } }}>
        <CategoryTree
          all={all}
          parentId={null}
          isOpen={shown.isOpen}
          isShown={shown.isShown}
          onAction={onAction}
          dragOf={dragOf}
        />
        {shown.isNothing && <Typography sx={{ p: 2 }}>No category is called that.</Typography>}
      </Paper>
    </Stack>
  );
}
