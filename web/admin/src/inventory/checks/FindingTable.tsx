import {
  Button,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from "@mui/material";
import { useState } from "react";
import { useGetManyAggregate } from "react-admin";
import { Link } from "react-router-dom";
import { LocationName } from "../LocationName.tsx";
import type { Stock } from "../stock/stock.ts";
import { type Finding, MEANINGS } from "./finding.ts";

/** Shown at once: each is asked for its SKU. */
const AT_ONCE = 20;

/** What is wrong with the stock, and where. */
export function FindingTable({ findings }: { findings: readonly Finding[] }) {
  const [count, setCount] = useState(AT_ONCE);
  const shown = findings.slice(0, count);
  const skuOf = useSkus(shown);
  return (
    <>
      <TableContainer>
        <Table size="small" aria-label="Findings" sx={{ fontVariantNumeric: "tabular-nums" }}>
          <TableHead>
            <TableRow>
              <TableCell>Finding</TableCell>
              <TableCell>SKU</TableCell>
              <TableCell>Location</TableCell>
              <TableCell align="right">Expected</TableCell>
              <TableCell align="right">Found</TableCell>
              <TableCell>Order</TableCell>
              <TableCell>Repair</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map((finding, index) => (
              // Findings have no id, and do not move.
              <FindingRow key={index} finding={finding} sku={skuOf(finding.variant_id)} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {count < findings.length && (
        <Button onClick={() => setCount(count + AT_ONCE)}>
          Show more of {findings.length.toLocaleString()}
        </Button>
      )}
    </>
  );
}

function FindingRow({ finding, sku }: { finding: Finding; sku: string | undefined }) {
  const {
    kind,
    variant_id: variantId,
    location_id: locationId,
    expected,
    actual,
    order_id: orderId,
  } = finding;
  return (
    <TableRow>
      <TableCell>{MEANINGS[kind]}</TableCell>
      <TableCell>
        <MuiLink component={Link} to={`/inventory/${variantId}/show`}>
          {sku ?? "Variant"}
        </MuiLink>
      </TableCell>
      <TableCell>
        <LocationName id={locationId} />
      </TableCell>
      <TableCell align="right">{expected.toLocaleString()}</TableCell>
      <TableCell align="right">{actual.toLocaleString()}</TableCell>
      <TableCell>
        {orderId && (
          <MuiLink component={Link} to={`/orders/${orderId}/show`}>
            Order
          </MuiLink>
        )}
      </TableCell>
      <TableCell>{repairText(finding)}</TableCell>
    </TableRow>
  );
}

function repairText({ kind, repairable }: Finding): string {
  return (repairable ?? kind !== "oversold") ? "Can be repaired" : "People decide who gets it";
}

function useSkus(findings: readonly Finding[]): (variantId: string) => string | undefined {
  const ids = [...new Set(findings.map(({ variant_id: id }) => id))];
  const { data = [] } = useGetManyAggregate<Stock>("inventory", { ids });
  return (variantId) => data.find((stock) => stock?.id === variantId)?.sku;
}
