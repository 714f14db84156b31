import { Box, Stack } from "@mui/material";
import { type KeyboardEvent, type ReactNode, useCallback, useRef } from "react";
import { Form } from "react-admin";
import type { ProductValues } from "./values.ts";
import { FormBar } from "./FormBar.tsx";
import { KeepTyping } from "./KeepTyping.tsx";
import { validateProduct } from "./validate.ts";

interface Props {
  values: ProductValues;
  /** Counts what the form was given: another one makes it begin anew. */
  revision: number;
  saveLabel: string;
  onSave: (values: ProductValues) => Promise<object | undefined>;
  children: ReactNode;
}

/** The form of a product, saved or new. Ctrl+S saves it; leaving it with changes asks first. */
export function ProductForm({ values, revision, saveLabel, onSave, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const sent = useRef<ProductValues>(undefined);
  const onSubmit = (form: object) => {
    sent.current = form as ProductValues;
    return onSave(sent.current);
  };
  const lastSent = useCallback(() => sent.current, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    box.current?.querySelector("form")?.requestSubmit();
  };
  return (
    <Box ref={box} onKeyDown={onKeyDown} sx={{ minWidth: 0 }}>
      <Form
        record={{ ...values, revision }}
        validate={validate}
        onSubmit={onSubmit}
        warnWhenUnsavedChanges
        disableInvalidFormNotification
        noValidate
      >
        <Stack spacing={2} sx={{ pt: 1, minWidth: 0 }}>
          {children}
        </Stack>
        <KeepTyping values={values} revision={revision} sent={lastSent} />
        <FormBar saveLabel={saveLabel} />
      </Form>
    </Box>
  );
}

function validate(form: object) {
  return validateProduct(form as ProductValues);
}
