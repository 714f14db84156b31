import { Typography } from "@mui/material";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";

interface Props {
  suppression: Schema<"MailSuppression">;
  onClose: () => void;
}

/** Lets an address have mail again. */
export function LiftDialog({ suppression: { id, address, reason }, onClose }: Props) {
  return (
    <FormDialog
      title={`Send mail to ${address} again?`}
      submitLabel="Lift suppression"
      done="The address gets mail again."
      onClose={onClose}
      onSubmit={() =>
        dataOf(client.DELETE("/api/v1/notifications/suppressions/{id}", { params: { path: { id } } }))
      }
    >
      <Typography>
        {reason === "unsubscribed" || reason === "complaint"
          ? "Its owner asked for no mail. Lift this only when they have told you that they want it again."
          : "The mail service may keep a list of its own, which is lifted there."}
      </Typography>
    </FormDialog>
  );
}
