import { Alert, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";

interface Props {
  /** Of a location: before, and the difference; undefined while it is not entered. */
  lines: readonly { place: string; on_hand: number; reserved: number; delta: number | undefined }[];
  /** Less may be on hand than orders hold. */
  mayOversell?: boolean;
}

/** What the stock will be, before it is sent. */
export function ResultPreview({ lines, mayOversell = false }: Props) {
  const refused = lines
    .map(({ place, on_hand, reserved, delta = 0 }) =>
      refusal(place, on_hand + delta, delta < 0 && !mayOversell ? reserved : 0),
    )
    .find((reason) => reason !== undefined);
  return (
    <>
      <Table size="small" aria-label="The result" sx={{ fontVariantNumeric: "tabular-nums" }}>
        <TableHead>
          <TableRow>
            <TableCell>Location</TableCell>
            <TableCell align="right">On hand</TableCell>
            <TableCell align="right">Available</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map(({ place, on_hand, reserved, delta }) => (
            <TableRow key={place}>
              <TableCell>{place}</TableCell>
              <TableCell align="right">{change(on_hand, delta)}</TableCell>
              <TableCell align="right">{change(on_hand - reserved, delta)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {refused && <Alert severity="warning">{refused}</Alert>}
    </>
  );
}

function change(before: number, delta: number | undefined): string {
  return delta
    ? `${before.toLocaleString()} → ${(before + delta).toLocaleString()}`
    : before.toLocaleString();
}

function refusal(place: string, after: number, least: number): string | undefined {
  if (after < 0) return `${place} does not have that many.`;
  if (after < least)
    return `Orders hold ${least.toLocaleString()} units at ${place}. Less cannot be on hand.`;
  return undefined;
}
