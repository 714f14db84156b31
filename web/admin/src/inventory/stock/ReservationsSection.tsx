import { LatestSection } from "../../shared/LatestSection.tsx";
import { type Reservation, ReservationTable } from "../ledger/ReservationTable.tsx";

/** What orders hold now. */
export function ReservationsSection({ variantId }: { variantId: string }) {
  return (
    <LatestSection<Reservation>
      title="Reservations"
      resource="stock-reservations"
      filter={{ variant_id: variantId }}
      all="All reservations"
      empty="No order holds any of it."
      height={96}
    >
      {(reservations) => <ReservationTable reservations={reservations} />}
    </LatestSection>
  );
}
