import { Alert, Box, Skeleton, Stack, Typography } from "@mui/material";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { SelectInput } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { formatMoney } from "../../shared/format.ts";
import { problemText } from "../../shared/use-problem-notice.ts";
import { useSettled } from "../parts/use-settled.ts";
import type { Order } from "../parts/types.ts";
import { type Changes, previewOf } from "./edit-changes.ts";

type Preview = Schema<"OrderEditPreview">;

interface Props {
  order: Order;
  changes: Changes;
  /** Told what is shown, and which changes (as JSON) it is of. */
  onPreview: (of: string, preview: Preview) => void;
}

/** What the changes would make of the order; asked for whenever they have settled. */
export function EditPreview({ order, changes, onPreview }: Props) {
  const wanted = useSettled(JSON.stringify(changes));
  const { data, error, isFetching } = useQuery({
    queryKey: ["orders", "edit-preview", order.id, order.version, wanted],
    queryFn: async () => {
      const params = { path: { id: order.id } };
      const body = previewOf(order, JSON.parse(wanted) as Changes);
      return {
        of: wanted,
        preview: await dataOf(client.POST("/api/v1/orders/{id}/edits/preview", { params, body })),
      };
    },
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  });
  useEffect(() => {
    if (data) onPreview(data.of, data.preview);
  }, [data, onPreview]);
  return (
    <Stack spacing={1.5}>
      <SelectInput
        source="shipping_option_id"
        label="Shipping"
        helperText={false}
        emptyText={order.shipping_option ? `As it is: ${order.shipping_option.name}` : "As it is"}
        emptyValue=""
        choices={(data?.preview.shipping_options ?? []).map(({ id, name, price }) => ({
          id,
          name: `${name}, ${formatMoney(price)}`,
        }))}
      />
      <Box aria-live="polite" aria-busy={isFetching} sx={{ minHeight: 92, opacity: isFetching ? 0.6 : 1 }}>
        {error ? (
          <Alert severity="error" sx={{ whiteSpace: "pre-line" }}>
            {problemText(error)}
          </Alert>
        ) : data ? (
          <Difference preview={data.preview} />
        ) : (
          <Skeleton variant="rounded" height={92} />
        )}
      </Box>
    </Stack>
  );
}

const DIRECTIONS: Readonly<Record<Preview["difference"]["direction"], (amount: string) => string>> = {
  charge: (amount) => `The customer still pays ${amount}, by a link. Nothing is sent until then.`,
  refund: (amount) => `${amount} goes back to the customer.`,
  none: () => "No money moves.",
};

function Difference({
  preview: { difference, problems, totals, totals_before: before },
}: {
  preview: Preview;
}) {
  return (
    <Stack spacing={1}>
      <Typography variant="body2">
        Total: {formatMoney(before.total)} → <strong>{formatMoney(totals.total)}</strong> (shipping{" "}
        {formatMoney(totals.shipping)}, tax{" "}
        {formatMoney({ ...totals.tax, amount: totals.tax.amount + totals.tax_included.amount })})
      </Typography>
      <Alert severity="info">{DIRECTIONS[difference.direction](formatMoney(difference))}</Alert>
      {problems.map(({ pointer, message }) => (
        <Alert key={pointer} severity="error">
          {message}
        </Alert>
      ))}
    </Stack>
  );
}
