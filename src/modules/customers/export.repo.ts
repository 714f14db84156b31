import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { type TaxExemptionRow, taxExemptionStmt } from "../tax/index.ts";
import { ADDRESS_COLUMNS, type AddressRow } from "./addresses.repo.ts";

interface ProfileData {
  phone: string | null;
  accepts_marketing: 0 | 1;
  locale: string | null;
  created_at: string;
  updated_at: string;
}

interface MailData {
  template: string;
  recipient: string;
  subject: string;
  order_id: string | null;
  status: string;
  created_at: string;
  sent_at: string | null;
}

interface AuditData {
  at: string;
  /** Whether the person did it, or it was done about the person. */
  by_you: 0 | 1;
  actor_kind: string;
  action: string;
  entity: string;
  entity_id: string;
  before: string | null;
  after: string | null;
}

interface NoteData {
  order_id: string;
  visibility: string;
  body: string;
  created_at: string;
}

interface ReturnData {
  id: string;
  order_id: string;
  status: string;
  reason: string | null;
  answer: string | null;
  label: string | null;
  created_at: string;
  /** JSON */
  lines: string;
}

interface StepData {
  order_id: string;
  at: string;
  by_you: 0 | 1;
  action: string;
  reason: string | null;
  data: string | null;
}

/** The latest so many mails, and entries of the audit log: a shopper never has that many, somebody who works here may. */
const LATEST = 10_000;

/** What the customer's own tables, the record of mails and the audit log hold about a customer, in one round trip. */
export async function readCustomerData(ctx: Ctx, id: string) {
  const ownOrders = sql`(SELECT id FROM orders WHERE customer_id = ${id})`;
  const [profiles, addresses, exemptions, mails, audit, notes, steps, returns] = await readBatch<
    [ProfileData, AddressRow, TaxExemptionRow, MailData, AuditData, NoteData, StepData, ReturnData]
  >(ctx.env.DB, [
    sql`SELECT phone, accepts_marketing, locale, created_at, updated_at FROM customers WHERE id = ${id}`,
    sql`SELECT ${sql.raw(ADDRESS_COLUMNS.join(", "))} FROM addresses WHERE customer_id = ${id} ORDER BY created_at, id`,
    taxExemptionStmt(id),
    sql`SELECT template, recipient, subject, order_id, status, created_at, sent_at FROM notifications
          WHERE user_id = ${id} OR order_id IN ${ownOrders} ORDER BY created_at DESC LIMIT ${LATEST}`,
    sql`SELECT at, actor_id IS ${id} AS by_you, actor_kind, action, entity, entity_id, before, after FROM audit_log
          WHERE (entity IN ('user', 'customer') AND entity_id = ${id})
            OR (entity = 'order' AND entity_id IN ${ownOrders})
            OR actor_id = ${id}
          ORDER BY at DESC LIMIT ${LATEST}`,
    // What staff wrote about a person is data about the person, whoever was meant to read it.
    sql`SELECT order_id, visibility, body, created_at FROM order_notes WHERE order_id IN ${ownOrders}
          ORDER BY created_at DESC LIMIT ${LATEST}`,
    sql`SELECT order_id, at, actor_id IS ${id} AS by_you, action, reason, data FROM order_transitions
          WHERE order_id IN ${ownOrders} ORDER BY at DESC LIMIT ${LATEST}`,
    sql`SELECT id, order_id, status, reason, answer, label, created_at,
            (SELECT json_group_array(json_object('id', order_line_id, 'quantity', quantity, 'reason', reason))
             FROM return_lines WHERE return_id = returns.id) AS lines
          FROM returns WHERE order_id IN ${ownOrders} ORDER BY created_at DESC LIMIT ${LATEST}`,
  ]);
  const [profile = null] = profiles;
  const [taxExemption = null] = exemptions;
  return { profile, addresses, taxExemption, mails, audit, notes, steps, returns };
}
