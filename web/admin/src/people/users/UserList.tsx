import { DataTable, SearchInput, SelectInput } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import type { Schema } from "../../../../../client/index.ts";
import { Cards } from "../../shared/Cards.tsx";
import { choicesOf } from "../../shared/choices.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { inWords } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { USER_ROLES } from "../roles/roles.ts";
import { InviteDialog } from "./InviteDialog.tsx";
import { useMyself } from "./use-myself.ts";

type User = Schema<"User">;

const filters = [
  <SearchInput key="email" source="email" placeholder="Exact email address" alwaysOn />,
  <SelectInput key="role" source="role" choices={choicesOf(USER_ROLES)} alwaysOn helperText={false} />,
  <SelectInput
    key="status"
    source="status"
    choices={choicesOf(["active", "deactivated", "disabled", "erased"])}
    helperText={false}
  />,
];

/** All accounts: staff and customers. */
export default function UserList() {
  return (
    <ListPage
      title="Users"
      sort={{ field: "created_at", order: "DESC" }}
      filters={filters}
      actions={<Invite />}
      empty={{ title: "No users yet." }}
    >
      <Responsive wide={<UserTable />} narrow={<UserCards />} />
    </ListPage>
  );
}

function Invite() {
  const me = useMyself();
  return (
    <DialogButton label="Invite user" size="small" variant="contained">
      {(close) => me && <InviteDialog mine={me.role} onClose={close} />}
    </DialogButton>
  );
}

function UserTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col
        source="email"
        disableSort
        render={({ email }: User) => <RecordLink>{email}</RecordLink>}
      />
      <DataTable.Col label="Name" disableSort render={(user: User) => nameOf(user)} />
      <DataTable.Col source="role" disableSort render={({ role }: User) => inWords(role)} />
      <DataTable.Col source="status" disableSort field={StatusField} />
      <DataTable.Col
        label="Second factor"
        disableSort
        render={({ second_factor: isUsed }: User) => (isUsed ? "In use" : "–")}
      />
      <DataTable.Col source="last_login_at" label="Last login" disableSort field={TimeField} />
      <DataTable.Col source="created_at" label="Created" field={TimeField} />
    </DataTable>
  );
}

function UserCards() {
  return (
    <Cards<User>
      primary={({ email }) => email}
      aside={({ status }) => <StatusChip status={status} />}
      secondary={(user) => (
        <>
          {[nameOf(user), inWords(user.role)].filter(Boolean).join(" · ")}
          {user.last_login_at && (
            <>
              {" · last login "}
              <Time at={user.last_login_at} />
            </>
          )}
        </>
      )}
    />
  );
}

function nameOf({ first_name: first, last_name: last }: User): string {
  return `${first} ${last}`.trim();
}
