import { Button, Typography } from "@mui/material";
import { useGetList } from "react-admin";
import { Link } from "react-router-dom";
import { listLink } from "../../shared/list-link.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import type { Movement } from "../ledger/movement.ts";
import { MovementTable } from "../ledger/MovementTable.tsx";

/** What came and went last. */
export function MovementsSection({ variantId }: { variantId: string }) {
  const filter = { variant_id: variantId };
  const query = useGetList<Movement>("stock-movements", { filter, pagination: { page: 1, perPage: 10 } });
  return (
    <Section
      title="Ledger"
      actions={
        <Button component={Link} size="small" to={listLink("stock-movements", filter)}>
          All movements
        </Button>
      }
    >
      <Loaded<Movement[]> query={query} height={160}>
        {(movements) =>
          movements.length > 0 ? (
            <MovementTable movements={movements} />
          ) : (
            <Typography color="text.secondary">Nothing has come or gone yet.</Typography>
          )
        }
      </Loaded>
    </Section>
  );
}
