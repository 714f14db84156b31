import { Box, Stack } from "@mui/material";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Activity } from "../activity/Activity.tsx";
import { FulfillmentsSection } from "../fulfillments/FulfillmentsSection.tsx";
import type { Order } from "../parts/types.ts";
import { PaymentsSection } from "../payments/PaymentsSection.tsx";
import { ReturnsSection } from "../returns/ReturnsSection.tsx";
import { CustomerSection } from "./CustomerSection.tsx";
import { LinesSection } from "./LinesSection.tsx";
import { OrderActions } from "./OrderActions.tsx";
import { OrderStanding } from "./OrderStanding.tsx";
import { TagsSection } from "./TagsSection.tsx";

/** An order: what it is of, where it stands, and what can be done with it. */
export default function OrderPage() {
  return (
    <RecordPage<Order>
      list={{ to: "/orders", label: "Orders" }}
      title={({ number }) => `Order ${number}`}
      aside={(order) => (
        <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 0.75 }}>
          <StatusChip status={order.status} />
          <StatusChip status={order.payment_status} />
          <StatusChip status={order.fulfillment_status} />
        </Stack>
      )}
      actions={(order) => <OrderActions order={order} />}
    >
      {(order) => (
        <>
          <OrderStanding order={order} />
          <Box
            sx={{
              display: "grid",
              gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 2fr) minmax(18rem, 1fr)" },
              gap: 2,
              alignItems: "start",
            }}
          >
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              <LinesSection order={order} />
              <PaymentsSection order={order} />
              <FulfillmentsSection order={order} />
              <ReturnsSection order={order} />
            </Stack>
            <Stack spacing={2} sx={{ minWidth: 0 }}>
              <CustomerSection order={order} />
              <TagsSection order={order} />
              <Activity orderId={order.id} version={order.version} />
            </Stack>
          </Box>
        </>
      )}
    </RecordPage>
  );
}
