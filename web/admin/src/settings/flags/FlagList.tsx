import { Alert, Stack, Typography } from "@mui/material";
import { useListContext } from "react-admin";
import { Code } from "../../shared/Code.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { Time } from "../../shared/Time.tsx";
import { type Flag, stateOf } from "./flag.ts";
import { FlagDialog } from "./FlagDialog.tsx";
import { ResetFlagDialog } from "./ResetFlagDialog.tsx";

/** The feature flags and what they are set to. */
export default function FlagList() {
  return (
    <ListPage title="Feature flags" perPage={50} component="div" empty={{ title: "No flags." }}>
      <Flags />
    </ListPage>
  );
}

function Flags() {
  const { data = [] } = useListContext<Flag>();
  return (
    <Stack spacing={2}>
      {data.map((flag) => (
        <FlagCard key={flag.id} flag={flag} />
      ))}
    </Stack>
  );
}

function FlagCard({ flag }: { flag: Flag }) {
  return (
    <Section
      title={flag.name}
      intro={flag.description}
      actions={
        <>
          <DialogButton label="Set" aria-label={`Set ${flag.name}`} variant="outlined">
            {(close) => <FlagDialog flag={flag} onClose={close} />}
          </DialogButton>
          <DialogButton
            label="Use the default"
            transition={flag.is_set ? undefined : { allowed: false, reason: "The default holds." }}
          >
            {(close) => <ResetFlagDialog flag={flag} onClose={close} />}
          </DialogButton>
        </>
      }
    >
      {flag.name === "maintenance" && flag.enabled && (
        <Alert severity="error" sx={{ mb: 2 }}>
          The shop is in maintenance: nobody can change anything.
        </Alert>
      )}
      <Typography sx={{ mb: 1 }}>
        It is <strong>{stateOf(flag)}</strong>
        {flag.is_set ? "." : ", which is the default."}
      </Typography>
      {flag.is_set && (
        <Facts
          items={[
            ["Set", <Time key="set" at={flag.updated_at} />],
            ["Reason", flag.reason],
            ["Message", flag.message],
            ["Try again after", flag.retry_after !== null && `${flag.retry_after} seconds`],
            ["Default", <Code key="default">{flag.default ? "on" : "off"}</Code>],
          ]}
        />
      )}
    </Section>
  );
}
