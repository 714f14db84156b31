import {
  Alert,
  Button,
  type ButtonProps,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  type Theme,
  useMediaQuery,
} from "@mui/material";
import { type ReactNode, useId, useState } from "react";
import { Form } from "react-admin";
import { type Submission, useFormSubmit } from "./use-form-submit.ts";

interface Props<Values> extends Submission<Values> {
  /** What the button that sends it says: what will happen. */
  submitLabel: string;
  color?: ButtonProps["color"];
  /** What stands in the fields at first. */
  defaults?: Partial<Values>;
  /** What the button that only closes it says. */
  dismissLabel?: string;
  width?: "xs" | "sm" | "md";
  children?: ReactNode;
}

/**
 * A form in an open dialog, of react-admin's inputs; without any it asks for consent. It closes when what it sends was taken. See DialogButton
 * for the button that opens it.
 */
export function FormDialog<Values extends object>(props: Props<Values>) {
  const { title, onClose, width = "sm" } = props;
  const id = useId();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby={id}
      fullWidth
      maxWidth={width}
      fullScreen={isPhone && width !== "xs"}
      sx={{ "& form": { display: "flex", flexDirection: "column", minHeight: 0 } }}
    >
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogForm {...props} />
    </Dialog>
  );
}

function DialogForm<Values extends object>(props: Props<Values>) {
  const { onClose, submitLabel, dismissLabel = "Cancel", color = "primary", children } = props;
  // What was typed is not to be replaced when the page is read anew.
  const [defaults] = useState(() => props.defaults ?? {});
  const { isRunning, problem, conflict, submit } = useFormSubmit(props);
  return (
    <>
      <Form record={{}} defaultValues={defaults} onSubmit={(values: object) => submit(values as Values)}>
        <DialogContent dividers>
          <Stack spacing={1.5}>
            {children}
            {problem && (
              <Alert severity="error" sx={{ whiteSpace: "pre-line" }}>
                {problem}
              </Alert>
            )}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button type="button" color="inherit" onClick={onClose}>
            {dismissLabel}
          </Button>
          <Button type="submit" variant="contained" color={color} loading={isRunning}>
            {submitLabel}
          </Button>
        </DialogActions>
      </Form>
      {conflict}
    </>
  );
}
