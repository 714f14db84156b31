import { Typography } from "@mui/material";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { CategorySelect } from "./CategorySelect.tsx";
import { childrenOf, isBelow } from "./tree.ts";
import type { Category } from "./use-categories.ts";

interface Props {
  category: Category;
  all: readonly Category[];
  onDelete: (moveTo: string | undefined) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before a category goes, and where to put what is in it. */
export function DeleteCategoryDialog({ category, all, onDelete, onClose }: Props) {
  const below = childrenOf(all, category.id).length;
  const isEmpty = below === 0 && category.product_count === 0;
  return (
    <FormDialog<{ move_to: string }>
      title={`Delete ${category.name}?`}
      submitLabel="Delete"
      color="error"
      done="Deleted."
      onSubmit={({ move_to: moveTo }) => onDelete(moveTo || undefined)}
      onClose={onClose}
    >
      <Typography>
        {isEmpty
          ? "It is empty. Its page is gone then."
          : `${counted(category.product_count, "product")} and ${counted(below, "category", "categories")} are in it.`}
      </Typography>
      {!isEmpty && (
        <CategorySelect
          source="move_to"
          label="Where they go"
          helperText="A category with something in it cannot be deleted without saying where that goes."
          isLeftOut={(id) => isBelow(all, id, category.id)}
        />
      )}
    </FormDialog>
  );
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
