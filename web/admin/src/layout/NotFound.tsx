import { Button } from "@mui/material";
import { Title } from "react-admin";
import { Link } from "react-router-dom";
import { EmptyState } from "../shared/EmptyState.tsx";

/** An address that the panel does not know. */
export function NotFound() {
  return (
    <>
      <Title title="Not found" />
      <EmptyState
        title="There is no such page."
        hint="The address may be mistyped, or of an older version of the panel."
        action={
          <Button component={Link} to="/">
            To the dashboard
          </Button>
        }
      />
    </>
  );
}
