import { Button } from "@mui/material";
import { Link } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { inWords } from "../../shared/format.ts";
import { listLink } from "../../shared/list-link.ts";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useMay } from "../../shared/use-may.ts";
import { RoleDialog } from "./RoleDialog.tsx";
import { changeOf } from "./standing.ts";
import { StatusDialog } from "./StatusDialog.tsx";
import { useMyself } from "./use-myself.ts";

type User = Schema<"User">;

/** An account: who it is, what it may do, and what can be done about it. */
export default function UserPage() {
  return (
    <RecordPage<User>
      list={{ to: "/users", label: "Users" }}
      title={({ email }) => email}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(user) => <Actions user={user} />}
    >
      {(user) => (
        <Section title="Account" actions={<Links user={user} />}>
          <Facts
            items={[
              ["Name", `${user.first_name} ${user.last_name}`.trim()],
              ["User name", user.username],
              ["Role", inWords(user.role)],
              ["Address confirmed", user.email_verified ? "Yes" : "No"],
              ["Second factor", user.second_factor ? "In use" : "Not in use"],
              ["Last login", user.last_login_at ? <Time at={user.last_login_at} /> : "Never"],
              ["Created", <Time key="created" at={user.created_at} />],
              ["Last change", <Time key="updated" at={user.updated_at} />],
            ]}
          />
        </Section>
      )}
    </RecordPage>
  );
}

function Actions({ user }: { user: User }) {
  const me = useMyself();
  const step = changeOf(user, me?.role);
  return (
    <>
      <DialogButton label="Change role" variant="outlined" transition={step}>
        {(close) =>
          me && <RoleDialog user={user} mine={me.role} isMyself={me.id === user.id} onClose={close} />
        }
      </DialogButton>
      <DialogButton
        label={user.status === "active" ? "Disable" : "Activate"}
        variant="outlined"
        color={user.status === "active" ? "error" : "primary"}
        transition={step}
      >
        {(close) => <StatusDialog user={user} onClose={close} />}
      </DialogButton>
    </>
  );
}

function Links({ user }: { user: User }) {
  const mayAudit = useMay("audit:read");
  return (
    <>
      {user.status !== "erased" && (
        <Button component={Link} size="small" to={`/customers/${user.id}/show`}>
          As a customer
        </Button>
      )}
      <Button component={Link} size="small" to={listLink("mails", { user_id: user.id })}>
        Mails
      </Button>
      {mayAudit && (
        <Button component={Link} size="small" to={listLink("audit", { actor_id: user.id })}>
          What they did
        </Button>
      )}
      {mayAudit && (
        <Button component={Link} size="small" to={listLink("audit", { entity: "user", entity_id: user.id })}>
          Changes of the account
        </Button>
      )}
    </>
  );
}
