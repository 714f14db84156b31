/** What tells that and how far somebody was erased: it names nobody and is not erased itself. */
export const KEPT_ACTIONS: readonly string[] = ["customer.erase", "order.erase", "audit.erase"];
