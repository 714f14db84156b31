import { Alert, Button, Link, Table, TableBody, TableCell, TableContainer, TableRow } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { Code } from "../../shared/Code.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { inWords } from "../../shared/format.ts";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useMay } from "../../shared/use-may.ts";
import { ResendDialog } from "./ResendDialog.tsx";
import { useHasMailbox } from "./use-has-mailbox.ts";

type Mail = Schema<"Notification">;

/** A mail's record: what became of it, and sending it again. */
export default function MailPage() {
  return (
    <RecordPage<Mail>
      list={{ to: "/mails", label: "Mails" }}
      title={({ subject }) => subject}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(mail) => <Actions mail={mail} />}
    >
      {(mail) => (
        <>
          {mail.error && <Alert severity="error">{mail.error}</Alert>}
          <Section title="Mail">
            <MailFacts mail={mail} />
          </Section>
          <Section title="Reports" intro="What the mail service told since.">
            <Reports reports={mail.reports} />
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function Actions({ mail }: { mail: Mail }) {
  const hasMailbox = useHasMailbox();
  const transition = mail.resendable
    ? { allowed: true }
    : {
        allowed: false,
        reason: "It has a link or a code that works once: it is asked for anew, not sent again.",
      };
  return (
    <>
      {hasMailbox && (
        <Button href={`/api/v1/ops/mailbox/${mail.id}`} target="_blank" rel="noopener" variant="outlined">
          Look at it
        </Button>
      )}
      <DialogButton label="Send again" variant="contained" transition={transition}>
        {(close) => <ResendDialog mail={mail} onClose={close} />}
      </DialogButton>
    </>
  );
}

function MailFacts({ mail }: { mail: Mail }) {
  const mayReadUsers = useMay("user:manage");
  return (
    <Facts
      items={[
        ["To", mail.recipient],
        ["Template", inWords(mail.template)],
        ["Kind", inWords(mail.category)],
        ["Language", mail.locale],
        ["Order", mail.order_id && <To to={`/orders/${mail.order_id}/show`} label="The order" />],
        ["User", mayReadUsers && mail.user_id && <To to={`/users/${mail.user_id}/show`} label="The user" />],
        [
          "Sent again of",
          mail.resend_of && <To to={`/mails/${mail.resend_of}/show`} label="An earlier mail" />,
        ],
        ["Attempts", mail.attempts],
        ["Next attempt", mail.retry_at && <Time at={mail.retry_at} />],
        ["Created", <Time key="created" at={mail.created_at} />],
        ["Sent", mail.sent_at && <Time at={mail.sent_at} />],
        ["Mail service", mail.provider],
        ["Its id there", mail.provider_id && <Code>{mail.provider_id}</Code>],
      ]}
    />
  );
}

function To({ to, label }: { to: string; label: string }) {
  return (
    <Link component={RouterLink} to={to}>
      {label}
    </Link>
  );
}

function Reports({ reports }: { reports: Mail["reports"] }) {
  if (reports.length === 0) return <>Nothing was reported yet.</>;
  return (
    <TableContainer tabIndex={0}>
      <Table size="small" aria-label="Reports">
        <TableBody>
          {reports.map(({ kind, detail, occurred_at: at }) => (
            <TableRow key={`${kind}${at}`}>
              <TableCell>
                <Time at={at} />
              </TableCell>
              <TableCell>
                <StatusChip status={kind} />
              </TableCell>
              <TableCell sx={{ overflowWrap: "anywhere" }}>{detail}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
