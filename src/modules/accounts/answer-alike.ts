import type { Ctx } from "../../platform/ctx.ts";

/**
 * Does the work and answers, or fails, no earlier than ACCOUNT_ANSWER_MS after the start: a new account is more rows than a mail to
 * the owner of an old one, and a throttle that exists answers sooner than a new one. That would show.
 */
export async function answerAlike(ctx: Pick<Ctx, "config">, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  try {
    await work();
  } finally {
    await untilAnswer(ctx, started);
  }
}

/** Does the work and fails no earlier than ACCOUNT_ANSWER_MS after the start. A success, which tells by itself, is answered at once. */
export async function failAlike<Result>(
  ctx: Pick<Ctx, "config">,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  try {
    return await work();
  } catch (error) {
    await untilAnswer(ctx, started);
    throw error;
  }
}

async function untilAnswer(ctx: Pick<Ctx, "config">, started: number): Promise<void> {
  const left = ctx.config.ACCOUNT_ANSWER_MS - (performance.now() - started);
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
