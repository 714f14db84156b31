import { type AuditEntry, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { DomainEvent } from "../../platform/events.ts";
import type { DomainError, ErrorDefinition } from "../../platform/errors.ts";
import { stockChanged } from "./inventory.events.ts";
import { stale } from "./read-stock.ts";
import { NOT_OVERSOLD } from "./reservations.repo.ts";
import { requireVersionStmt, STOCK_UNCHANGED, unmarkLowStmt } from "./stock-write.repo.ts";

interface StockChange {
  variantIds: readonly string[];
  /** The version that the stock of the (only) variant must have. */
  expectedVersion?: number | undefined;
  statements: Statement[];
  audit: Omit<AuditEntry, "entity" | "entityId"> & { entityId: string };
  /** What it means when orders hold more than would be left. */
  oversold: () => DomainError;
  events?: DomainEvent[];
  constraints?: Record<string, () => DomainError>;
}

/**
 * Commits a change that staff make to the stock, with its audit row and event.
 * @throws resource.precondition_failed when the stock is not of `expectedVersion`; what `oversold` and `constraints` say
 */
export async function commitStock(ctx: Ctx, change: StockChange): Promise<void> {
  const { variantIds, expectedVersion, audit } = change;
  const [first] = variantIds;
  await commit(ctx, {
    statements: [
      ...(expectedVersion === undefined || first === undefined
        ? []
        : [requireVersionStmt(first, expectedVersion)]),
      ...change.statements,
      unmarkLowStmt(variantIds),
    ],
    audit: { ...audit, entity: "variant" },
    events: [stockChanged({ variant_ids: [...variantIds] }), ...(change.events ?? [])],
    constraints: {
      [STOCK_UNCHANGED]: stale,
      [NOT_OVERSOLD]: change.oversold,
      ...change.constraints,
    },
  });
}

/** The refusal to have less on hand at a level than orders hold there, with the figures as they were read. */
export function heldError(
  definition: ErrorDefinition,
  level: { on_hand: number; reserved: number } | undefined,
): DomainError {
  const { on_hand = 0, reserved = 0 } = level ?? {};
  return definition(`${on_hand} are on hand there, and orders hold ${reserved}.`, {
    facts: { on_hand, reserved },
  });
}
