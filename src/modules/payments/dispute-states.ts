/** Whether the bank has not decided a dispute yet; an inquiry is one, too. */
export function isOpenDispute({ status }: { status: string }): boolean {
  return !["won", "lost", "warning_closed", "prevented"].includes(status);
}

/** Whether nothing may be sent because of it: it is open, or was lost, and then there is no money for the goods. */
export function holdsGoods(dispute: { status: string }): boolean {
  return isOpenDispute(dispute) || dispute.status === "lost";
}
