// Some operations ask whoever is logged in to prove that it is still them. Whoever sends such a request waits here for the dialog.

import { dataOf, type Schema } from "../../../../client/index.ts";
import { csrfToken, plainClient } from "./session.ts";

type Ask = () => Promise<boolean>;

let ask: Ask = () => Promise.resolve(false);
let asking: Promise<boolean> | undefined;

/** The dialog tells how to ask. */
export function setStepUpDialog(dialog: Ask): void {
  ask = dialog;
}

/** Asks the user for their password or code; false when they do not give it. Several requests at once ask once. */
export function provePresence(): Promise<boolean> {
  asking ??= ask().finally(() => (asking = undefined));
  return asking;
}

/** Whether a code is asked for, or the password. */
export async function asksForCode(): Promise<boolean> {
  return (await dataOf(plainClient.GET("/api/v1/auth/totp"))).enabled;
}

/** @throws ApiProblem when password or code are wrong, or there were too many tries */
export async function sendProof(body: Schema<"StepUp">): Promise<void> {
  const headers = { "X-CSRF-Token": (await csrfToken()) ?? "" };
  await dataOf(plainClient.POST("/api/v1/auth/step-up", { body, headers }));
}
