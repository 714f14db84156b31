import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link as MuiLink,
  Typography,
} from "@mui/material";
import { useId, useState } from "react";
import { useDelete, useNotify, useRedirect } from "react-admin";
import { Link } from "react-router-dom";
import { ApiProblem } from "../../../../../client/index.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { useProblemNotice } from "../../shared/use-problem-notice.ts";
import type { Media } from "./media.ts";

/** Deletes a file that no product shows; else it says which ones do. */
export function DeleteMedia({ media }: { media: Media }) {
  return (
    <DialogButton label="Delete" color="error">
      {(close) => <DeleteDialog media={media} onClose={close} />}
    </DialogButton>
  );
}

function DeleteDialog({ media, onClose }: { media: Media; onClose: () => void }) {
  const titleId = useId();
  const [users, setUsers] = useState<readonly string[]>();
  const { isRunning, remove } = useDeleteMedia(media, setUsers, onClose);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby={titleId}>
      <DialogTitle id={titleId}>
        {users ? "Products show this file" : `Delete ${media.filename}?`}
      </DialogTitle>
      <DialogContent dividers>{users ? <Users ids={users} /> : <Consequences />}</DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {users ? "Close" : "Cancel"}
        </Button>
        {!users && (
          <Button variant="contained" color="error" loading={isRunning} onClick={() => void remove()}>
            Delete
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Consequences() {
  return (
    <Typography>
      The shop does not show it any more, also not in descriptions that name its address. This cannot be
      undone.
    </Typography>
  );
}

function Users({ ids }: { ids: readonly string[] }) {
  return (
    <>
      <Typography>It was not deleted. Take it off these products first:</Typography>
      <ul>
        {ids.map((id, index) => (
          <li key={id}>
            <MuiLink component={Link} to={`/products/${id}`}>
              {ids.length === 1 ? "The product" : `Product ${index + 1}`}
            </MuiLink>
          </li>
        ))}
      </ul>
    </>
  );
}

function useDeleteMedia(media: Media, setUsers: (ids: readonly string[]) => void, onClose: () => void) {
  const [deleteOne, { isPending }] = useDelete<Media>();
  const redirect = useRedirect();
  const notify = useNotify();
  const tellProblem = useProblemNotice();
  const onSuccess = () => {
    notify("The file is deleted.", { type: "success" });
    redirect("list", "media");
  };
  const onError = (error: unknown) => {
    const products =
      error instanceof ApiProblem && error.code === "media.in_use" && error.problem["product_ids"];
    if (Array.isArray(products)) return setUsers(products as string[]);
    tellProblem(error);
    onClose();
  };
  const remove = () => deleteOne("media", { id: media.id, previousData: media }, { onSuccess, onError });
  return { isRunning: isPending, remove };
}
