import { Link as MuiLink, Typography } from "@mui/material";
import { Link } from "react-router-dom";
import { useMay } from "../../shared/use-may.ts";
import { listLink } from "../../shared/list-link.ts";
import type { Movement } from "./movement.ts";

/** Why something came or went: the reason, its order, what belongs together, who did it. */
export function MovementCause({ movement }: { movement: Movement }) {
  const { reason, reference, order_id: orderId } = movement;
  return (
    <>
      {reason && <span>{reason}</span>}
      <Typography component="div" variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
        {orderId && (
          <MuiLink component={Link} to={`/orders/${orderId}/show`} sx={{ mr: 1 }}>
            Order
          </MuiLink>
        )}
        {reference && (
          <MuiLink component={Link} to={listLink("stock-movements", { reference })} sx={{ mr: 1 }}>
            {isId(reference) ? "Together with" : reference}
          </MuiLink>
        )}
        <Actor actor={movement.actor} />
      </Typography>
    </>
  );
}

const ACTORS: Readonly<Record<string, string>> = {
  api_key: "an API key",
  system: "the shop",
  customer: "the customer",
  guest: "the customer",
};

function Actor({ actor }: { actor: Movement["actor"] }) {
  const maySeeUsers = useMay("user:manage");
  if (actor.kind !== "user" || !actor.id)
    return <span>by {ACTORS[actor.kind] ?? actor.kind.replaceAll("_", " ")}</span>;
  if (!maySeeUsers) return <span>by staff</span>;
  return (
    <MuiLink component={Link} to={`/users/${actor.id}/show`}>
      by a user
    </MuiLink>
  );
}

function isId(reference: string): boolean {
  return /^[\da-f]{8}-[\da-f-]{27}$/.test(reference);
}
