// Some operations ask whoever is logged in to prove that it is still them. Whoever sends such a request waits here for the dialog.

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
