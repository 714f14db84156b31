import { ApiProblem } from "../../api.ts";

// Some things ask whoever is logged in to prove that it is still them. They wait here for the dialog.

let ask: () => Promise<boolean> = () => Promise.resolve(false);

/** The dialog tells how to ask. */
export function setPresenceDialog(dialog: () => Promise<boolean>): void {
  ask = dialog;
}

/** Does something, after a proof of presence if the API asks for one; undefined when the proof was not given. */
export async function withPresence<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== "auth.step_up_required") throw error;
    return (await ask()) ? action() : undefined;
  }
}
