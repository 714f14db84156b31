import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Loaded } from "../../shared/Loaded.tsx";

/** Opens the reasons for what an order costs. */
export function ExplanationButton({ orderId }: { orderId: string }) {
  return (
    <DialogButton label="Why this price?" size="small">
      {(close) => <ExplanationDialog orderId={orderId} onClose={close} />}
    </DialogButton>
  );
}

function ExplanationDialog({ orderId, onClose }: { orderId: string; onClose: () => void }) {
  const id = useId();
  const query = useQuery({
    queryKey: ["orders", "explanation", orderId],
    queryFn: () =>
      dataOf(client.GET("/api/v1/orders/{id}/explanation", { params: { path: { id: orderId } } })),
  });
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>Why it costs what it costs</DialogTitle>
      <DialogContent dividers>
        <Loaded query={query} height={200}>
          {({ rules }) => (
            <Stack component="ul" spacing={1.25} sx={{ m: 0, pl: 2.5 }}>
              {rules.map((rule, index) => (
                <li key={index}>
                  <Typography variant="body2" color={rule.applied ? "text.primary" : "text.secondary"}>
                    {rule.message}
                    {!rule.applied && " (did not apply)"}
                  </Typography>
                </li>
              ))}
            </Stack>
          )}
        </Loaded>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}
