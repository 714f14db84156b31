import { DialogButton } from "../../shared/DialogButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { Section } from "../../shared/Section.tsx";
import { PolicyDialog } from "./PolicyDialog.tsx";
import type { Stock } from "./stock.ts";

/** When the variant is low, and whether it may be back-ordered. */
export function PolicySection({ stock }: { stock: Stock }) {
  return (
    <Section
      title="Policy"
      actions={
        <DialogButton label="Change" size="small" aria-label="Change the policy">
          {(close) => <PolicyDialog stock={stock} onClose={close} />}
        </DialogButton>
      }
    >
      <Facts
        items={[
          ["Low stock", `Below ${stock.low_stock_threshold.toLocaleString()} available units`],
          ["Back-orders", backorders(stock.backorder)],
        ]}
      />
    </Section>
  );
}

function backorders({ allowed, limit }: Stock["backorder"]): string {
  if (!allowed) return "Not allowed: it is sold out when nothing is available";
  return limit === null
    ? "Allowed, any number"
    : `Allowed, up to ${limit.toLocaleString()} units beyond what is on hand`;
}
