export { type Random, randomOf } from "../support/random.ts";

/** The seed of this run: `SYSTEM_SEED`, or another one each time. Every failure names it. */
export const SEED = Number(process.env["SYSTEM_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
