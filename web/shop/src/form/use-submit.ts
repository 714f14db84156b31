import { useCallback, useRef, useState } from "preact/hooks";
import { ApiProblem, fieldErrors } from "../api.ts";

export interface Submit {
  isBusy: boolean;
  /** What went wrong with the whole, as it was thrown; problems of fields stand at the fields. */
  problem: unknown;
  /** The problem of each field, by its name. */
  errors: Record<string, string>;
  onSubmit: (event: SubmitEvent) => void;
}

/**
 * Sends a form: once at a time, after its fields are filled as they say (`required`, `type`). What is wrong with a field, by the
 * browser or by the API (`problem.errors`), comes back under its name, and the first such field gets the focus.
 */
export function useSubmit(action: (data: FormData, form: HTMLFormElement) => Promise<void>): Submit {
  const [state, setState] = useState<Pick<Submit, "isBusy" | "problem" | "errors">>(IDLE);
  const busyRef = useRef(false);
  const run = useCallback(
    async (form: HTMLFormElement) => {
      const errors = missing(form);
      if (Object.keys(errors).length > 0) {
        setState({ ...IDLE, errors });
        focusField(form, Object.keys(errors));
        return;
      }
      busyRef.current = true;
      setState({ ...IDLE, isBusy: true });
      try {
        await action(new FormData(form), form);
        setState(IDLE);
      } catch (error) {
        const failed = failureOf(error, form);
        setState({ ...failed, isBusy: false });
        focusField(form, Object.keys(failed.errors));
      } finally {
        busyRef.current = false;
      }
    },
    [action],
  );
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!busyRef.current) void run(event.currentTarget as HTMLFormElement);
  };
  return { ...state, onSubmit };
}

const IDLE = { isBusy: false, problem: undefined, errors: {} };

function failureOf(error: unknown, form: HTMLFormElement): Pick<Submit, "problem" | "errors"> {
  const all = Object.entries(fieldErrors(error));
  const atFields = all.filter(([name]) => form.elements.namedItem(name) !== null);
  const isToldAtFields = error instanceof ApiProblem && all.length > 0 && atFields.length === all.length;
  return { problem: isToldAtFields ? undefined : error, errors: sentences(atFields) };
}

/** The API's messages go on after the field's name (`is not valid`); here they stand alone. */
function sentences(errors: [string, string][]): Record<string, string> {
  return Object.fromEntries(
    errors.map(([name, text]) => [name, text.charAt(0).toUpperCase() + text.slice(1)]),
  );
}

/** What the browser itself finds missing or malformed, in the shopper's language. */
function missing(form: HTMLFormElement): Record<string, string> {
  const found = [...form.elements]
    .filter(isInput)
    .filter((input) => !input.disabled && !input.validity.valid);
  return Object.fromEntries(found.map((input) => [input.name, input.validationMessage]));
}

function isInput(element: Element): element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  return "validity" in element && "name" in element && element.name !== "" && element.tagName !== "FIELDSET";
}

function focusField(form: HTMLFormElement, names: string[]): void {
  const first = [...form.elements].find((element) => isInput(element) && names.includes(element.name));
  if (first instanceof HTMLElement) first.focus();
}
