import { TextInput } from "react-admin";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Category } from "./use-categories.ts";

export interface CategoryFields {
  name: string;
  slug: string;
  description: string;
}

interface Props {
  /** Absent: a new one. */
  category?: Category;
  /** What the new one is put below, in words. */
  above?: string;
  onSubmit: (fields: CategoryFields, key: string) => Promise<unknown>;
  onClose: () => void;
}

/** What a category is called and what is said of it. */
export function CategoryDialog({ category, above, onSubmit, onClose }: Props) {
  const { name = "", slug = "", description = "" } = category ?? {};
  return (
    <FormDialog<CategoryFields>
      title={category ? `Edit ${name}` : above ? `New category below ${above}` : "New category"}
      submitLabel={category ? "Save" : "Add category"}
      done={category ? "Saved." : "Added."}
      defaults={{ name, slug, description }}
      onSubmit={(fields, key) =>
        onSubmit(
          { name: fields.name ?? "", slug: fields.slug ?? "", description: fields.description ?? "" },
          key,
        )
      }
      onClose={onClose}
    >
      <TextInput source="name" label="Name" isRequired autoFocus helperText={false} />
      <TextInput
        source="slug"
        label="Slug"
        helperText={
          category
            ? "The end of the page's address. After a change the old address leads to the new one."
            : "The end of the page's address. Left empty, it is made of the name."
        }
      />
      <TextInput source="description" label="Description" multiline minRows={3} helperText={false} />
    </FormDialog>
  );
}
