import { Button, Typography } from "@mui/material";
import { useGetList } from "react-admin";
import { Link } from "react-router-dom";
import { listLink } from "../../shared/list-link.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { type Reservation, ReservationTable } from "../ledger/ReservationTable.tsx";

/** What orders hold now. */
export function ReservationsSection({ variantId }: { variantId: string }) {
  const filter = { variant_id: variantId };
  const query = useGetList<Reservation>("stock-reservations", {
    filter,
    pagination: { page: 1, perPage: 10 },
  });
  return (
    <Section
      title="Reservations"
      actions={
        <Button component={Link} size="small" to={listLink("stock-reservations", filter)}>
          All reservations
        </Button>
      }
    >
      <Loaded<Reservation[]> query={query} height={96}>
        {(reservations) =>
          reservations.length > 0 ? (
            <ReservationTable reservations={reservations} />
          ) : (
            <Typography color="text.secondary">No order holds any of it.</Typography>
          )
        }
      </Loaded>
    </Section>
  );
}
