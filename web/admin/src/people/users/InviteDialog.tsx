import { Typography } from "@mui/material";
import { email, required, SelectInput, TextInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Role } from "../roles/roles.ts";
import { roleChoices } from "./role-choices.ts";

interface Invitation {
  email: string;
  role: Role;
  first_name: string | null;
  last_name: string | null;
}

/** Makes an account for somebody, who gets a mail with a link that sets the password. */
export function InviteDialog({ mine, onClose }: { mine: Role; onClose: () => void }) {
  return (
    <FormDialog<Invitation>
      title="Invite a user"
      submitLabel="Send invitation"
      done="The invitation was sent."
      defaults={{ role: "staff" }}
      onClose={onClose}
      onSubmit={invite}
    >
      <Typography variant="body2" color="text.secondary">
        They get a mail with a link by which they choose their password.
      </Typography>
      <TextInput source="email" type="email" validate={[required(), email()]} helperText={false} autoFocus />
      <SelectInput source="role" choices={roleChoices(mine)} validate={required()} helperText={false} />
      <TextInput source="first_name" label="First name" helperText={false} />
      <TextInput source="last_name" label="Last name" helperText={false} />
    </FormDialog>
  );
}

function invite({ email: address, role, first_name, last_name }: Invitation, key: string) {
  return dataOf(
    client.POST("/api/v1/users", {
      params: { header: { "Idempotency-Key": key } },
      body: {
        email: address,
        role,
        ...(first_name ? { first_name } : {}),
        ...(last_name ? { last_name } : {}),
      },
    }),
  );
}
