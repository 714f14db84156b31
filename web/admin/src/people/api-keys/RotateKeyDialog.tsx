import { Typography } from "@mui/material";
import { SelectInput } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";

interface Props {
  apiKey: Schema<"ApiKey">;
  onClose: () => void;
  onIssued: (key: Schema<"IssuedApiKey">) => void;
}

const OVERLAPS = [
  { id: 0, name: "Not at all: the old key ends now" },
  { id: 3_600, name: "1 hour" },
  { id: 86_400, name: "1 day" },
  { id: 604_800, name: "7 days" },
];

/** Replaces a key by a new one, which works at once; the old one works a while longer. */
export function RotateKeyDialog({ apiKey, onClose, onIssued }: Props) {
  return (
    <FormDialog<{ overlap: number }>
      title={`Rotate ${apiKey.name}`}
      submitLabel="Make the new key"
      defaults={{ overlap: 86_400 }}
      onClose={onClose}
      onSubmit={async ({ overlap }, key) => onIssued(await rotate(apiKey, overlap, key))}
    >
      <Typography variant="body2" color="text.secondary">
        The new key has the name, the expiry and the scopes of the old one, and is yours.
      </Typography>
      <SelectInput
        source="overlap"
        label="The old key goes on working for"
        choices={OVERLAPS}
        helperText={false}
      />
    </FormDialog>
  );
}

function rotate({ id }: Schema<"ApiKey">, overlap: number, key: string) {
  return dataOf(
    client.POST("/api/v1/auth/api-keys/{id}/rotate", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
      body: { expire_old_in: overlap },
    }),
  );
}
