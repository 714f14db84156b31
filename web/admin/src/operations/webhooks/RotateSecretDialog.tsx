import { Typography } from "@mui/material";
import { SelectInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Endpoint } from "./endpoint.ts";

interface Props {
  endpoint: Endpoint;
  onClose: () => void;
  onRotated: (secret: string) => void;
}

const OVERLAPS = [
  { id: 0, name: "Not at all: only the new one, from now on" },
  { id: 1, name: "1 hour" },
  { id: 24, name: "1 day" },
  { id: 168, name: "7 days" },
];

/** Replaces the secret that messages are signed with. */
export function RotateSecretDialog({ endpoint, onClose, onRotated }: Props) {
  return (
    <FormDialog<{ overlap: number }>
      title="Rotate the signing secret"
      submitLabel="Make a new secret"
      defaults={{ overlap: 24 }}
      onClose={onClose}
      onSubmit={async ({ overlap }, key) => onRotated((await rotate(endpoint, overlap, key)).secret)}
    >
      <Typography variant="body2" color="text.secondary">
        For a while messages carry the signatures of both secrets, so that none is refused while the program
        is changed.
      </Typography>
      <SelectInput
        source="overlap"
        label="The old secret signs, too, for"
        choices={OVERLAPS}
        helperText={false}
      />
    </FormDialog>
  );
}

function rotate(endpoint: Endpoint, overlap: number, key: string) {
  return dataOf(
    client.POST("/api/v1/webhooks/endpoints/{id}/secret/rotate", {
      params: { path: { id: endpoint.id }, header: { "Idempotency-Key": key, ...ifMatch(endpoint) } },
      body: { overlap_hours: overlap },
    }),
  );
}
