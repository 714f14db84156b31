import { Box, Link, Stack, Typography } from "@mui/material";
import { formatTime } from "../../shared/format.ts";
import { StatusChip } from "../../shared/StatusField.tsx";
import type { Fulfillment } from "../parts/types.ts";
import { FulfillmentSteps } from "./FulfillmentSteps.tsx";

/** One parcel: what is in it, where it is, what can be done with it. */
export function FulfillmentCard({ fulfillment, number }: { fulfillment: Fulfillment; number: number }) {
  return (
    <Box component="article" sx={{ borderTop: 1, borderColor: "divider", pt: 1.5 }}>
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1, alignItems: "center" }}>
        <Typography variant="subtitle2" component="h3">
          Fulfillment {number}
        </Typography>
        <StatusChip status={fulfillment.status} />
        <Typography variant="caption" color="text.secondary">
          {datesOf(fulfillment)}
        </Typography>
      </Stack>
      <Box component="ul" sx={{ my: 1, pl: 2.5, typography: "body2" }}>
        {fulfillment.line_items.map((line) => (
          <li key={line.id}>
            {line.quantity} × {line.name}{" "}
            <Typography component="span" variant="caption" color="text.secondary">
              {[...Object.values(line.options), line.sku, placesOf(line)].filter(Boolean).join(" · ")}
            </Typography>
          </li>
        ))}
      </Box>
      <TrackingText fulfillment={fulfillment} />
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1, mt: 1 }}>
        <FulfillmentSteps fulfillment={fulfillment} />
        <Link
          variant="body2"
          href={`/api/v1/orders/${fulfillment.order_id}/packing-slip?fulfillment=${fulfillment.id}`}
          target="_blank"
          sx={{ alignSelf: "center" }}
        >
          Packing slip
        </Link>
      </Stack>
    </Box>
  );
}

function TrackingText({
  fulfillment: { carrier, tracking_number: code, tracking_url: url },
}: {
  fulfillment: Fulfillment;
}) {
  if (!carrier && !code && !url) return null;
  return (
    <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
      {carrier && `${carrier} `}
      {url ? (
        <Link href={url} target="_blank" rel="noreferrer">
          {code ?? url}
        </Link>
      ) : (
        code
      )}
    </Typography>
  );
}

function datesOf({ created_at, shipped_at, delivered_at, cancelled_at }: Fulfillment): string {
  const dates: [string, string | undefined][] = [
    ["created", created_at],
    ["shipped", shipped_at],
    ["delivered", delivered_at],
    ["cancelled", cancelled_at],
  ];
  return dates
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([what, time]) => `${what} ${formatTime(time)}`)
    .join(" · ");
}

function placesOf({ locations = [], quantity }: Fulfillment["line_items"][number]): string {
  if (locations.length === 1 && locations[0]?.quantity === quantity) return `from ${locations[0].name}`;
  return locations.map((place) => `${place.quantity} from ${place.name}`).join(", ");
}
