import { Button } from "@mui/material";
import { Link } from "react-router-dom";

/** Beside the list: the ways in and out for many products. */
export function ListActions() {
  return (
    <>
      <Button size="small" component={Link} to="/transfers">
        Import &amp; export
      </Button>
      <Button size="small" component={Link} to="/categories">
        Categories
      </Button>
    </>
  );
}
