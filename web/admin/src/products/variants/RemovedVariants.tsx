import { Alert, Button } from "@mui/material";
import type { VariantValues } from "../edit/values.ts";
import { useShape } from "./use-shape.ts";
import { variantName } from "./VariantRow.tsx";

/** How many are named. */
const NAMED = 5;

/** Which saved variants will no longer be sold when the product is saved. */
export function RemovedVariants({ saved }: { saved: readonly VariantValues[] }) {
  const { shape, setVariants } = useShape();
  const gone = saved.filter(({ key }) => !shape.variants.some((one) => one.key === key));
  if (gone.length === 0) return null;
  const names = gone.slice(0, NAMED).map(variantName).join(", ");
  const more = gone.length > NAMED ? ` and ${gone.length - NAMED} more` : "";
  const canReturn = gone.every(
    ({ options }) =>
      options.length === shape.options.length &&
      options.every((value, index) => shape.options[index]?.values.includes(value)),
  );
  return (
    <Alert
      severity="warning"
      sx={{ mt: 1.5 }}
      action={
        canReturn && (
          <Button color="inherit" size="small" onClick={() => setVariants((all) => [...all, ...gone])}>
            Keep them
          </Button>
        )
      }
    >
      {`No longer sold once you save: ${names}${more}. Orders go on naming them.`}
    </Alert>
  );
}
