import { Button } from "@mui/material";
import { Title } from "react-admin";
import { Link } from "react-router-dom";
import { EmptyState } from "../shared/EmptyState.tsx";

/** A page that the one who is logged in may not see. */
export function NoAccess() {
  return (
    <>
      <Title title="No access" />
      <EmptyState
        title="Your role does not allow this page."
        hint="Ask an administrator of the shop if you need it."
        action={
          <Button component={Link} to="/">
            To the dashboard
          </Button>
        }
      />
    </>
  );
}
