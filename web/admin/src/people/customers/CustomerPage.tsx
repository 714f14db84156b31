import { Box, Button, Stack } from "@mui/material";
import { Link } from "react-router-dom";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { useMay } from "../../shared/use-may.ts";
import { AddressesSection } from "./AddressesSection.tsx";
import { type Customer, nameOf } from "./customer.ts";
import { MailsSection } from "./MailsSection.tsx";
import { OrdersSection } from "./OrdersSection.tsx";
import { ProfileSection } from "./ProfileSection.tsx";
import { TaxSection } from "./TaxSection.tsx";

/** A customer: who they are, what they bought, what was written to them. */
export default function CustomerPage() {
  return (
    <RecordPage<Customer>
      list={{ to: "/customers", label: "Customers" }}
      title={nameOf}
      aside={({ status }) => status !== "active" && <StatusChip status={status} />}
      actions={({ id }) => <AccountLink id={id} />}
    >
      {(customer) => (
        <Box
          sx={{
            display: "grid",
            gap: 2,
            alignItems: "start",
            gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 3fr) minmax(0, 2fr)" },
          }}
        >
          <Stack spacing={2}>
            <OrdersSection customer={customer} />
            <MailsSection customer={customer} />
          </Stack>
          <Stack spacing={2}>
            <ProfileSection customer={customer} />
            <AddressesSection customer={customer} />
            <TaxSection customer={customer} />
          </Stack>
        </Box>
      )}
    </RecordPage>
  );
}

function AccountLink({ id }: { id: string }) {
  if (!useMay("user:manage")) return null;
  return (
    <Button component={Link} to={`/users/${id}/show`}>
      The user account
    </Button>
  );
}
