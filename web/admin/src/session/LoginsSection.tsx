import { Button, Chip, List, ListItem, ListItemText } from "@mui/material";
import { dataOf, type Schema } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { formatTime } from "../shared/format.ts";
import { Loaded } from "../shared/Loaded.tsx";
import { Section } from "../shared/Section.tsx";
import { useAction } from "../shared/use-action.ts";
import { useRead } from "../shared/use-read.ts";
import { deviceName } from "./device-name.ts";

type Login = Schema<"Session">;

/** Where somebody is logged in; each can be ended. */
export function LoginsSection() {
  const query = useRead(["logins"], () =>
    dataOf(client.GET("/api/v1/auth/sessions", { params: { query: { limit: 100 } } })),
  );
  const { isRunning, run } = useAction();
  const endOthers = () =>
    run(
      () => dataOf(client.DELETE("/api/v1/auth/sessions", { params: { query: { except_current: "true" } } })),
      { done: "All your other logins have ended." },
    );
  const hasOthers = query.data?.data.some(({ is_current: isCurrent }) => !isCurrent) ?? false;
  return (
    <Section
      title="Logins"
      intro="Where you are logged in. End what you do not know, then change the password."
      actions={
        <Button variant="outlined" disabled={!hasOthers || isRunning} onClick={() => void endOthers()}>
          End all others
        </Button>
      }
    >
      <Loaded query={query} height={120}>
        {({ data }) => (
          <List disablePadding>
            {data.map((login) => (
              <LoginItem key={login.id} login={login} />
            ))}
          </List>
        )}
      </Loaded>
    </Section>
  );
}

function LoginItem({ login }: { login: Login }) {
  const { isRunning, run } = useAction();
  const name = deviceName(login);
  const end = () =>
    run(() => dataOf(client.DELETE("/api/v1/auth/sessions/{id}", { params: { path: { id: login.id } } })), {
      done: "The login has ended.",
    });
  return (
    <ListItem
      divider
      disableGutters
      secondaryAction={
        login.is_current ? (
          <Chip size="small" color="success" variant="outlined" label="This browser" />
        ) : (
          <Button
            size="small"
            disabled={isRunning}
            aria-label={`End the login ${name}`}
            onClick={() => void end()}
          >
            End
          </Button>
        )
      }
      sx={{ pr: 14 }}
    >
      <ListItemText
        primary={name}
        secondary={`Last seen ${formatTime(login.last_seen_at)}, since ${formatTime(login.created_at)}`}
        slotProps={{ primary: { sx: { overflowWrap: "anywhere" } } }}
      />
    </ListItem>
  );
}
