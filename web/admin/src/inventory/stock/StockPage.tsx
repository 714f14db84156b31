import { Button, Chip, Stack } from "@mui/material";
import { Link } from "react-router-dom";
import { Code } from "../../shared/Code.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { AdjustDialog } from "./AdjustDialog.tsx";
import { LevelsSection } from "./LevelsSection.tsx";
import { MovementsSection } from "./MovementsSection.tsx";
import { PolicySection } from "./PolicySection.tsx";
import { ReservationsSection } from "./ReservationsSection.tsx";
import { nameOf, type Stock } from "./stock.ts";
import { TransferDialog } from "./TransferDialog.tsx";

/** The stock of one variant: levels, policy, what orders hold, what came and went. */
export default function StockPage() {
  return (
    <RecordPage<Stock>
      list={{ to: "/inventory", label: "Stock" }}
      title={nameOf}
      aside={(stock) => <Flags stock={stock} />}
      actions={(stock) => <Actions stock={stock} />}
    >
      {(stock) => (
        <Stack spacing={2}>
          <LevelsSection stock={stock} />
          <PolicySection stock={stock} />
          <ReservationsSection variantId={stock.variant_id} />
          <MovementsSection variantId={stock.variant_id} />
        </Stack>
      )}
    </RecordPage>
  );
}

function Flags({ stock }: { stock: Stock }) {
  return (
    <>
      <Code>{stock.sku}</Code>
      {stock.low_stock && <Chip size="small" variant="outlined" color="warning" label="Low stock" />}
      {stock.archived && <Chip size="small" variant="outlined" label="Archived" />}
    </>
  );
}

function Actions({ stock }: { stock: Stock }) {
  const first = stock.levels[0]?.location_id;
  return (
    <>
      <Button component={Link} to={`/products/${stock.product_id}`}>
        Open the product
      </Button>
      <DialogButton label="Transfer" variant="outlined">
        {(close) => <TransferDialog stock={stock} from={first} onClose={close} />}
      </DialogButton>
      <DialogButton label="Adjust" variant="contained">
        {(close) => <AdjustDialog stock={stock} locationId={first} onClose={close} />}
      </DialogButton>
    </>
  );
}
