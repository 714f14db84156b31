import { Button, Checkbox, FormControlLabel, Stack, TextField } from "@mui/material";
import { type FormEvent, useState } from "react";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useAction } from "../../shared/use-action.ts";

/** Writes a note to an order. */
export function NoteForm({ orderId }: { orderId: string }) {
  const [body, setBody] = useState("");
  const [isForCustomer, setForCustomer] = useState(false);
  const { isRunning, run } = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (body.trim() === "" || isRunning) return;
    const note = {
      body: body.trim(),
      visibility: isForCustomer ? ("customer" as const) : ("internal" as const),
    };
    const isDone = await run(
      (key) => {
        const params = { path: { id: orderId }, header: { "Idempotency-Key": key } };
        return dataOf(client.POST("/api/v1/orders/{id}/notes", { params, body: note }));
      },
      { done: isForCustomer ? "The note was sent to the customer." : "Note added.", input: note },
    );
    if (!isDone) return;
    setBody("");
    setForCustomer(false);
  };
  return (
    <Stack component="form" spacing={1} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label="Note"
        size="small"
        multiline
        minRows={2}
        fullWidth
        value={body}
        onChange={({ target }) => setBody(target.value)}
        slotProps={{ htmlInput: { maxLength: 5000 } }}
      />
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", justifyContent: "space-between", gap: 1 }}>
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={isForCustomer}
              onChange={({ target }) => setForCustomer(target.checked)}
            />
          }
          label="Send it to the customer"
          slotProps={{ typography: { variant: "body2" } }}
        />
        <Button
          type="submit"
          variant="outlined"
          size="small"
          loading={isRunning}
          disabled={body.trim() === ""}
        >
          Add note
        </Button>
      </Stack>
    </Stack>
  );
}
