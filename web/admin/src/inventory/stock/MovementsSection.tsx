import { LatestSection } from "../../shared/LatestSection.tsx";
import type { Movement } from "../ledger/movement.ts";
import { MovementTable } from "../ledger/MovementTable.tsx";

/** What came and went last. */
export function MovementsSection({ variantId }: { variantId: string }) {
  return (
    <LatestSection<Movement>
      title="Ledger"
      resource="stock-movements"
      filter={{ variant_id: variantId }}
      all="All movements"
      empty="Nothing has come or gone yet."
      height={160}
    >
      {(movements) => <MovementTable movements={movements} />}
    </LatestSection>
  );
}
