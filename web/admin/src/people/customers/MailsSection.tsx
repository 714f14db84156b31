import {
  Button,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useGetList } from "react-admin";
import { Link } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { listLink } from "../../shared/list-link.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import type { Customer } from "./customer.ts";

type Mail = Schema<"Notification">;

/** What was written to the customer last. */
export function MailsSection({ customer }: { customer: Customer }) {
  const filter = { user_id: customer.id };
  const query = useGetList<Mail>("mails", { filter, pagination: { page: 1, perPage: 10 } });
  return (
    <Section
      title="Mails"
      actions={
        <Button component={Link} size="small" to={listLink("mails", filter)}>
          All mails
        </Button>
      }
    >
      <Loaded<Mail[]> query={query} height={160}>
        {(mails) =>
          mails.length > 0 ? (
            <MailTable mails={mails} />
          ) : (
            <Typography color="text.secondary">Nothing was sent to them yet.</Typography>
          )
        }
      </Loaded>
    </Section>
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
