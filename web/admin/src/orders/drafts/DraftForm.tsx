import { Alert, Box, Button, Stack } from "@mui/material";
import { useEffect } from "react";
import { Form, maxLength, SelectInput, TextInput } from "react-admin";
import { useFormState } from "react-hook-form";
import { formatMoney } from "../../shared/format.ts";
import { Section } from "../../shared/Section.tsx";
import { AddressInputs } from "../parts/AddressInputs.tsx";
import type { DraftOrder } from "../parts/types.ts";
import { DraftLinesInput } from "./DraftLinesInput.tsx";
import { type DraftValues, valuesOf } from "./draft-values.ts";
import { useSaveDraft } from "./use-save-draft.tsx";

interface Props {
  draft: DraftOrder;
  /** The draft was saved, or somebody else's version is to be shown. */
  onShow: (draft: DraftOrder) => void;
  /** Whether something was typed that is not saved. */
  onDirty: (isDirty: boolean) => void;
}

/** What a draft is of and for whom. Saving prices it anew. */
export function DraftForm({ draft, onShow, onDirty }: Props) {
  const { isRunning, problem, save, dialog } = useSaveDraft(draft, onShow);
  const isClosed = draft.status !== "open";
  const choices = draft.shipping_options.map(({ id, name, price }) => ({
    id,
    name: `${name}, ${formatMoney(price)}`,
  }));
  return (
    <Form
      record={{}}
      defaultValues={valuesOf(draft)}
      onSubmit={(values: object) => save(values as DraftValues)}
      disabled={isClosed}
    >
      <TellDirty onDirty={onDirty} />
      {/* What is typed while it is saved would be lost when the saved draft is shown. */}
      <Stack
        spacing={2}
        component="fieldset"
        disabled={isRunning}
        sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}
      >
        <Section title="Items">
          <DraftLinesInput source="lines" currency={draft.currency} isDisabled={isClosed} />
        </Section>
        <Section title="Customer">
          <TextInput source="email" label="E-mail" type="email" helperText={false} fullWidth />
          <Box sx={{ mt: 1 }}>
            <AddressInputs source="shipping_address" />
          </Box>
          <SelectInput
            source="shipping_option_id"
            label="Shipping"
            choices={choices}
            disabled={choices.length === 0}
            emptyText="Not chosen yet"
            helperText={
              choices.length === 0
                ? "What there is depends on the items and the address: save them first."
                : false
            }
          />
          <TextInput
            source="note"
            label="Note"
            helperText={false}
            multiline
            fullWidth
            validate={maxLength(500)}
          />
        </Section>
        {problem && (
          <Alert severity="error" sx={{ whiteSpace: "pre-line" }}>
            {problem}
          </Alert>
        )}
        {!isClosed && (
          <Button type="submit" variant="contained" loading={isRunning} sx={{ alignSelf: "start" }}>
            Save
          </Button>
        )}
      </Stack>
      {dialog}
    </Form>
  );
}

function TellDirty({ onDirty }: Pick<Props, "onDirty">) {
  const { isDirty } = useFormState();
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  return null;
}
