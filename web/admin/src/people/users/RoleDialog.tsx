import { Alert, Typography } from "@mui/material";
import { FormDataConsumer, SelectInput } from "react-admin";
import type { Schema } from "../../../../../client/index.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { inWords } from "../../shared/format.ts";
import { PERMISSION_WORDS, type Role, useRoles } from "../roles/roles.ts";
import { changeUser } from "./change-user.ts";
import { roleChoices } from "./role-choices.ts";
import { whyNot } from "./standing.ts";

interface Props {
  user: Schema<"User">;
  mine: Role;
  isMyself: boolean;
  onClose: () => void;
}

/** Gives a user another role, with what they gain and lose by it. */
export function RoleDialog({ user, mine, isMyself, onClose }: Props) {
  return (
    <FormDialog<{ role: Role }>
      title={`Role of ${user.email}`}
      submitLabel="Change role"
      done="The role was changed."
      defaults={{ role: user.role }}
      onClose={onClose}
      onSubmit={({ role }) => changeUser(user, { role })}
    >
      {isMyself && (
        <Alert severity="warning">This is your own account. With a lower role you cannot undo it.</Alert>
      )}
      <SelectInput
        source="role"
        choices={roleChoices(mine)}
        validate={(role: Role | null) => (role ? whyNot(user, role) : "Choose a role.")}
        helperText={false}
      />
      <FormDataConsumer<{ role: Role }>>
        {({ formData }) => <Difference from={user.role} to={formData.role} />}
      </FormDataConsumer>
    </FormDialog>
  );
}

function Difference({ from, to }: { from: Role; to: Role }) {
  const { data: roles } = useRoles();
  const may = (role: string) => roles?.data.find((each) => each.role === role)?.permissions ?? [];
  const gained = may(to).filter((permission) => !may(from).includes(permission));
  const lost = may(from).filter((permission) => !may(to).includes(permission));
  if (gained.length + lost.length === 0) {
    return <Typography variant="body2">{inWords(from)} is the present role.</Typography>;
  }
  const words = (list: typeof gained) => list.map((permission) => PERMISSION_WORDS[permission]).join("; ");
  return (
    <Typography variant="body2" component="div" role="status">
      {gained.length > 0 && <div>Gains: {words(gained)}</div>}
      {lost.length > 0 && <div>Loses: {words(lost)}</div>}
    </Typography>
  );
}
