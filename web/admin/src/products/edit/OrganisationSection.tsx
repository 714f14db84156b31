import { Autocomplete, Stack, TextField } from "@mui/material";
import { PlainText } from "./PlainText.tsx";
import { pathOf } from "../categories/tree.ts";
import { useCategories } from "../categories/use-categories.ts";
import { Section } from "../../shared/Section.tsx";
import { useValue } from "./use-value.ts";

/** Where the product is found: vendor, categories, tags. */
export function OrganisationSection() {
  return (
    <Section title="Organisation">
      <Stack spacing={2}>
        <PlainText source="vendor" label="Vendor" />
        <CategoriesInput />
        <TagsInput />
      </Stack>
    </Section>
  );
}

function CategoriesInput() {
  const { value, change, error } = useValue("categories");
  const { data: all = [], isPending, isError } = useCategories();
  const names = new Map(all.map(({ id }) => [id, pathOf(all, id)]));
  const ids = [...names.keys()].sort((a, b) => (names.get(a) ?? "").localeCompare(names.get(b) ?? ""));
  return (
    <Autocomplete
      multiple
      size="small"
      disableCloseOnSelect
      loading={isPending}
      options={ids}
      value={value}
      getOptionLabel={(id) => names.get(id) ?? "…"}
      onChange={(_, chosen) => change(() => chosen)}
      renderInput={(props) => (
        <TextField
          {...props}
          label="Categories"
          error={error !== undefined || isError}
          helperText={error ?? (isError ? "The categories could not be read." : undefined)}
        />
      )}
    />
  );
}

function TagsInput() {
  const { value, change, error } = useValue("tags");
  return (
    <Autocomplete
      multiple
      freeSolo
      size="small"
      options={[] as string[]}
      value={value}
      autoSelect
      onChange={(_, chosen) => change(() => [...new Set(chosen.map((tag) => tag.trim()).filter(Boolean))])}
      renderInput={(props) => (
        <TextField
          {...props}
          label="Tags"
          error={error !== undefined}
          helperText={error ?? "Enter adds a tag."}
        />
      )}
    />
  );
}
