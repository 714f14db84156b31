import { Stack } from "@mui/material";
import { PlainText } from "./PlainText.tsx";
import { Section } from "../../shared/Section.tsx";
import { DescriptionInput } from "./DescriptionInput.tsx";

/** What the product is called and what is said of it. */
export function DetailsSection({ isNew }: { isNew: boolean }) {
  return (
    <Section title="Details">
      <Stack spacing={2}>
        <PlainText source="name" label="Name" isRequired slotProps={{ htmlInput: { maxLength: 255 } }} />
        <PlainText
          source="slug"
          label="Slug"
          isRequired={!isNew}
          helperText={
            isNew
              ? "The end of the page's address. Left empty, it is made of the name."
              : "The end of the page's address. After a change the old address leads to the new one."
          }
        />
        <DescriptionInput />
      </Stack>
    </Section>
  );
}
