import { Typography } from "@mui/material";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { useRead } from "../../shared/use-read.ts";
import type { Customer } from "./customer.ts";
import { endExemption, type Exemption, readExemption, REASONS } from "./exemption.ts";
import { ExemptionDialog } from "./ExemptionDialog.tsx";

/** Whether the customer pays tax. */
export function TaxSection({ customer }: { customer: Customer }) {
  const query = useRead(["tax-exemption", customer.id], () => readExemption(customer.id));
  const exemption = query.data;
  return (
    <Section
      title="Tax exemption"
      actions={exemption !== undefined && <Actions customer={customer} exemption={exemption} />}
    >
      <Loaded query={query} height={24}>
        {(found) => (found ? <About exemption={found} /> : <NotExempt />)}
      </Loaded>
    </Section>
  );
}

function NotExempt() {
  return (
    <Typography variant="body2" color="text.secondary">
      Not exempt: orders bear tax.
    </Typography>
  );
}

function About({ exemption: { reason, certificate, valid_until: until } }: { exemption: Exemption }) {
  return (
    <Facts
      items={[
        ["Reason", REASONS[reason]],
        ["Certificate", certificate],
        ["Valid", until ? `Until ${until}` : "It does not end"],
      ]}
    />
  );
}

function Actions({ customer, exemption }: { customer: Customer; exemption: Exemption | null }) {
  return (
    <>
      <DialogButton label={exemption ? "Change" : "Exempt from tax"} size="small">
        {(close) => <ExemptionDialog customer={customer} exemption={exemption} onClose={close} />}
      </DialogButton>
      {exemption && (
        <DialogButton label="End" size="small" color="error" aria-label="End the tax exemption">
          {(close) => (
            <FormDialog
              title="End the tax exemption?"
              submitLabel="End it"
              color="error"
              onSubmit={() => endExemption(customer.id, exemption)}
              onClose={close}
              done="The exemption is ended."
              width="xs"
            >
              <Typography>Orders of {customer.email} bear tax from now on.</Typography>
            </FormDialog>
          )}
        </DialogButton>
      )}
    </>
  );
}
