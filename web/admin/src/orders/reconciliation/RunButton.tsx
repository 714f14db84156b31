import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { useAction } from "../../shared/use-action.ts";
import { useMay } from "../../shared/use-may.ts";
import { unless } from "../parts/transitions.ts";

/** Compares the books with Stripe now. */
export function RunButton() {
  const { isRunning, run } = useAction();
  const isSuperuser = useMay("system:admin");
  const start = () =>
    void run(
      (key) => {
        const params = { header: { "Idempotency-Key": key } };
        return dataOf(client.POST("/api/v1/payments/reconciliation/run", { params }));
      },
      { done: "Compared." },
    );
  return (
    <ActionButton
      label="Compare now"
      variant="outlined"
      transition={unless(!isSuperuser && "Only superusers start it by hand.")}
      loading={isRunning}
      onClick={start}
    />
  );
}
