import "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** How many random histories of orders are run, and the seed that decides them. */
    histories: { count: number; seed: number };
  }
}
