import { Alert } from "@mui/material";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { Code } from "../../shared/Code.tsx";
import { asJson, CodeBlock } from "../../shared/CodeBlock.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useAction } from "../../shared/use-action.ts";
import { type DeadLetter, replayOne, stepOf } from "./dead-letter.ts";
import { DiscardDialog } from "./DiscardDialog.tsx";

/** A dead letter with its event: why it failed, and what can be done. */
export default function DeadLetterPage() {
  return (
    <RecordPage<DeadLetter>
      list={{ to: "/dead-letters", label: "Dead letters" }}
      title={({ type }) => type}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(letter) => <Actions letter={letter} />}
    >
      {(letter) => (
        <>
          <Section title="What happened">
            {letter.error && (
              <Alert
                severity={letter.status === "open" ? "error" : "info"}
                sx={{ mb: 2, overflowWrap: "anywhere" }}
              >
                {letter.error}
              </Alert>
            )}
            <Facts
              items={[
                ["Subscriber", <Code key="subscriber">{letter.subscriber}</Code>],
                ["Tries", letter.attempts],
                ["Given up", letter.deaths === 1 ? "Once" : `${letter.deaths} times`],
                ["First failed", <Time key="first" at={letter.first_failed_at} />],
                ["Last failed", <Time key="last" at={letter.last_failed_at} />],
                ["Closed", letter.closed_at && <Time at={letter.closed_at} />],
                ["Why it was discarded", letter.reason],
              ]}
            />
          </Section>
          <Section title="Event">
            <Facts
              items={[
                ["Id", <Code key="id">{letter.event.id}</Code>],
                ["Version", letter.event.version],
                ["Occurred", <Time key="occurred" at={letter.event.occurred_at} />],
              ]}
            />
            <CodeBlock label="Payload of the event" text={asJson(letter.event.payload ?? null)} />
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function Actions({ letter }: { letter: DeadLetter }) {
  const { isRunning, run } = useAction();
  return (
    <>
      <ActionButton
        label="Replay"
        variant="contained"
        loading={isRunning}
        transition={stepOf(letter, "replay")}
        onClick={() => void run((key) => replayOne(letter.id, key), { done: "It is tried again." })}
      />
      <DialogButton label="Discard" variant="outlined" color="error" transition={stepOf(letter, "discard")}>
        {(close) => <DiscardDialog letter={letter} onClose={close} />}
      </DialogButton>
    </>
  );
}
