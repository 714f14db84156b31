import {
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from "@mui/material";
import { Link } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { LatestSection } from "../../shared/LatestSection.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import type { Customer } from "./customer.ts";

type Mail = Schema<"Notification">;

/** What was written to the customer last. */
export function MailsSection({ customer }: { customer: Customer }) {
  return (
    <LatestSection<Mail>
      title="Mails"
      resource="mails"
      filter={{ user_id: customer.id }}
      all="All mails"
      empty="Nothing was sent to them yet."
      height={160}
    >
      {(mails) => <MailTable mails={mails} />}
    </LatestSection>
  );
}

function MailTable({ mails }: { mails: readonly Mail[] }) {
  return (
    <TableContainer>
      <Table size="small" aria-label="Mails">
        <TableHead>
          <TableRow>
            <TableCell>Subject</TableCell>
            <TableCell>Status</TableCell>
            <TableCell>When</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {mails.map((mail) => (
            <TableRow key={mail.id}>
              <TableCell sx={{ minWidth: 180 }}>
                <MuiLink component={Link} to={`/mails/${mail.id}/show`}>
                  {mail.subject || mail.template}
                </MuiLink>
              </TableCell>
              <TableCell>
                <StatusChip status={mail.status} />
              </TableCell>
              <TableCell>
                <Time at={mail.sent_at ?? mail.created_at} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
