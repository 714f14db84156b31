import { Typography } from "@mui/material";
import { CheckboxGroupInput, maxLength, required, SelectInput, TextInput, usePermissions } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import type { Permission } from "../../api/session.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { PERMISSION_WORDS } from "../roles/roles.ts";
import { expiryOf, type Lifetime, LIFETIMES } from "./lifetime.ts";

interface NewKey {
  name: string;
  scopes: Permission[];
  lifetime: Lifetime;
}

interface Props {
  onClose: () => void;
  /** The key, which is told this once. */
  onIssued: (key: Schema<"IssuedApiKey">) => void;
}

/** Makes an API key with some of one's own permissions. */
export function CreateKeyDialog({ onClose, onIssued }: Props) {
  const { permissions = [] } = usePermissions<Permission[]>();
  return (
    <FormDialog<NewKey>
      title="New API key"
      submitLabel="Create key"
      defaults={{ scopes: [], lifetime: "90" }}
      onClose={onClose}
      onSubmit={async (values, key) => onIssued(await createKey(values, key))}
    >
      <Typography variant="body2" color="text.secondary">
        It is yours: it works while your account is active, and never for more than you may do.
      </Typography>
      <TextInput
        source="name"
        validate={[required(), maxLength(100)]}
        helperText="What uses it, as warehouse or reports"
        autoFocus
      />
      <CheckboxGroupInput
        source="scopes"
        label="It may"
        row={false}
        choices={permissions.map((id) => ({ id, name: `${PERMISSION_WORDS[id]} (${id})` }))}
        validate={required("Choose what it may do.")}
        helperText={false}
      />
      <SelectInput
        source="lifetime"
        label="Valid for"
        choices={[...LIFETIMES]}
        validate={required()}
        helperText={false}
      />
    </FormDialog>
  );
}

function createKey({ name, scopes, lifetime }: NewKey, key: string) {
  return dataOf(
    client.POST("/api/v1/auth/api-keys", {
      params: { header: { "Idempotency-Key": key } },
      body: { name, scopes, ...expiryOf(lifetime) },
    }),
  );
}
