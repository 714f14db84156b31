import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { emailChanges, oneTimeTokens, type TokenPurpose } from "./one-time-tokens.table.ts";

const HOUR = 60 * 60;

/** How long a link can be used, in seconds. */
const LIFETIME: Record<TokenPurpose, number> = {
  verify_email: 7 * 24 * HOUR,
  reset_password: HOUR,
  change_email_current: 24 * HOUR,
  change_email_new: 24 * HOUR,
};

export interface OneTimeTokenRow {
  id: string;
  user_id: string;
  purpose: TokenPurpose;
  email: string;
  email_change_id: string | null;
  expires_at: string;
  uses: number;
}

/** A link to be made. It works as long as its purpose says, if nothing else is said. */
interface NewOneTimeToken {
  id: string;
  userId: string;
  purpose: TokenPurpose;
  email: string;
  emailChangeId?: string;
  lifetimeSeconds?: number;
}

/**
 * Makes a link. `email` is the address that it is sent to, and whose holder using it therefore proves to be. For a user who was
 * erased meanwhile none is made: nothing may write the address back.
 */
export function insertOneTimeTokenStmt(ctx: Ctx, { lifetimeSeconds, ...token }: NewOneTimeToken): Statement {
  const now = ctx.now();
  return insertRows(
    oneTimeTokens,
    [
      {
        ...token,
        emailChangeId: token.emailChangeId ?? null,
        createdAt: isoTime(now),
        expiresAt: isoTime(addSeconds(now, lifetimeSeconds ?? LIFETIME[token.purpose])),
        uses: 0,
      },
    ],
    sql`AND EXISTS (SELECT 1 FROM users WHERE id = ${token.userId} AND status <> 'erased')`,
  );
}

export function findOneTimeToken(ctx: Ctx, id: string): Promise<OneTimeTokenRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT id, user_id, purpose, email, email_change_id, expires_at, uses FROM one_time_tokens WHERE id = ${id}`,
  ).first<OneTimeTokenRow>();
}

/** Uses a token up. A second use, also a parallel one, violates TOKEN_USED_ONCE and undoes its whole batch. */
export function useOneTimeTokenStmt(id: string): Statement {
  return sql`UPDATE one_time_tokens SET uses = uses + 1 WHERE id = ${id}`;
}

/** Makes the unused links of some purposes worthless, e.g. those for a password that has been changed meanwhile. */
export function voidOneTimeTokensStmt(userId: string, purposes: readonly TokenPurpose[]): Statement {
  return sql`UPDATE one_time_tokens SET uses = 1 WHERE user_id = ${userId} AND purpose IN ${inList(purposes)} AND uses = 0`;
}

export const TOKEN_USED_ONCE = "one_time_tokens_used_once";

export interface EmailChangeRow {
  id: string;
  user_id: string;
  old_email: string;
  new_email: string;
  old_confirmed_at: string | null;
  new_confirmed_at: string | null;
  completed_at: string | null;
  expires_at: string;
}

export function insertEmailChangeStmt(
  ctx: Ctx,
  change: { id: string; userId: string; oldEmail: string; newEmail: string },
): Statement {
  const now = ctx.now();
  return insertRows(emailChanges, [
    {
      ...change,
      createdAt: isoTime(now),
      expiresAt: isoTime(addSeconds(now, LIFETIME.change_email_new)),
    },
  ]);
}

export function findEmailChange(ctx: Ctx, id: string): Promise<EmailChangeRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT id, user_id, old_email, new_email, old_confirmed_at, new_confirmed_at, completed_at, expires_at
        FROM email_changes WHERE id = ${id}`,
  ).first<EmailChangeRow>();
}

/**
 * Notes that one of the two addresses has confirmed, and with the second one that the change is carried out.
 * `otherConfirmed` is what was read; if it is not so any more, the statement violates EMAIL_CHANGE_MOVED.
 */
export function confirmEmailChangeStmt(
  ctx: Ctx,
  id: string,
  side: "old" | "new",
  otherConfirmed: boolean,
): Statement {
  const now = isoTime(ctx.now());
  const [own, other] =
    side === "old"
      ? [sql`old_confirmed_at`, sql`new_confirmed_at`]
      : [sql`new_confirmed_at`, sql`old_confirmed_at`];
  return sql`UPDATE email_changes SET ${own} = ${now}, completed_at = ${otherConfirmed ? now : null},
      expires_at = CASE WHEN (${other} IS NOT NULL) = ${otherConfirmed ? 1 : 0} THEN expires_at END
    WHERE id = ${id}`;
}

/** The constraint that is violated when the other address confirmed at the same moment. */
export const EMAIL_CHANGE_MOVED = "email_changes.expires_at";
