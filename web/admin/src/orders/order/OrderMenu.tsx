import MoreIcon from "@mui/icons-material/MoreVert";
import { Button, Divider, Menu, MenuItem } from "@mui/material";
import { useId, useState } from "react";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useAction } from "../../shared/use-action.ts";
import { transitionOf, unless } from "../parts/transitions.ts";
import type { Order } from "../parts/types.ts";
import { ActionMenuItem } from "./ActionMenuItem.tsx";
import { PaymentLinkDialog } from "./PaymentLinkDialog.tsx";

/** The rarer steps of an order, and its papers. */
export function OrderMenu({ order }: { order: Order }) {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [hasLink, setHasLink] = useState(false);
  const { isRunning, run } = useAction();
  const id = useId();
  const close = () => setAnchor(undefined);
  const step = (name: "process" | "complete", done: string) => {
    close();
    void run(
      (key) => {
        const params = { path: { id: order.id }, header: { "Idempotency-Key": key } };
        return dataOf(client.POST(`/api/v1/orders/{id}/${name}`, { params }));
      },
      { done, input: name },
    );
  };
  return (
    <>
      <Button
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        aria-controls={anchor ? id : undefined}
        endIcon={<MoreIcon />}
        loading={isRunning}
        loadingPosition="end"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        More
      </Button>
      <Menu id={id} open={anchor !== undefined} anchorEl={anchor ?? null} onClose={close}>
        <ActionMenuItem
          label="Mark as processing"
          transition={transitionOf(order, "process")}
          onClick={() => step("process", "The order is being got ready.")}
        />
        <ActionMenuItem
          label="Complete"
          transition={transitionOf(order, "complete")}
          onClick={() => step("complete", "The order is complete.")}
        />
        <ActionMenuItem
          label="Payment link …"
          transition={unless(order.outstanding.amount === 0 && "Nothing is to be paid.")}
          onClick={() => {
            close();
            setHasLink(true);
          }}
        />
        <Divider />
        <MenuItem component="a" href={`/api/v1/orders/${order.id}/invoice`} target="_blank" onClick={close}>
          Print invoice
        </MenuItem>
        <MenuItem
          component="a"
          href={`/api/v1/orders/${order.id}/packing-slip`}
          target="_blank"
          onClick={close}
        >
          Print packing slip
        </MenuItem>
      </Menu>
      {hasLink && <PaymentLinkDialog order={order} onClose={() => setHasLink(false)} />}
    </>
  );
}
