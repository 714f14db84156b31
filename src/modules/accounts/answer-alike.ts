import type { Ctx } from "../../platform/ctx.ts";

/**
 * Does the work and answers no earlier than ACCOUNT_ANSWER_MS after the start: a new account is more rows than a mail to the owner of
 * an old one, and that would show. What fails is told at once, as it fails for every account alike.
 */
export async function answerAlike(ctx: Pick<Ctx, "config">, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  const left = ctx.config.ACCOUNT_ANSWER_MS - (performance.now() - started);
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
