import { Chip } from "@mui/material";

/** How many findings there were. */
export function FindingsChip({ count }: { count: number }) {
  if (count === 0) return <Chip size="small" variant="outlined" color="success" label="All is well" />;
  const label = count === 1 ? "1 finding" : `${count.toLocaleString()} findings`;
  return <Chip size="small" variant="outlined" color="error" label={label} />;
}
