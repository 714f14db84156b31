import type { ComponentChildren, ComponentProps, PartialInputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

interface Around {
  label: ComponentChildren;
  /** What is wrong with it. */
  error?: string | undefined;
  hint?: ComponentChildren;
}

type Choice = Omit<PartialInputHTMLAttributes<HTMLInputElement>, "type" | "role"> & {
  type?: "checkbox" | "radio";
};

/** A text field with its label, hint and error. */
export function Field({ label, error, hint, id, ...input }: Around & ComponentProps<"input">) {
  const own = useId();
  const name = typeof id === "string" ? id : own;
  return (
    <Labelled id={name} label={label} error={error} hint={hint}>
      <input {...input} {...described(name, error, hint)} class="input" />
    </Labelled>
  );
}

/** A field of several lines. */
export function TextField({ label, error, hint, ...input }: Around & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <Labelled id={id} label={label} error={error} hint={hint}>
      <textarea rows={3} {...input} {...described(id, error, hint)} class="input" />
    </Labelled>
  );
}

/** A choice from a list: its children are `<option>`s. */
export function SelectField({ label, error, hint, ...input }: Around & ComponentProps<"select">) {
  const id = useId();
  return (
    <Labelled id={id} label={label} error={error} hint={hint}>
      <select {...input} {...described(id, error, hint)} class="input" />
    </Labelled>
  );
}

/** A box to tick, or with `type="radio"` one of several choices. */
export function CheckField({ label, error, hint, type = "checkbox", ...input }: Around & Choice) {
  const id = useId();
  return (
    <div class="check-field">
      <input {...input} type={type} {...described(id, error, hint)} class="check" />
      <label for={id}>{label}</label>
      <Remarks id={id} error={error} hint={hint} />
    </div>
  );
}

function Labelled({
  id,
  label,
  error,
  hint,
  children,
}: Around & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      <Remarks id={id} error={error} hint={hint} />
    </div>
  );
}

function Remarks({ id, error, hint }: Pick<Around, "error" | "hint"> & { id: string }) {
  return (
    <>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

function described(id: string, error: string | undefined, hint: ComponentChildren) {
  const notes = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  return {
    id,
    ...(error === undefined ? {} : { "aria-invalid": "true" as const }),
    ...(notes.length > 0 ? { "aria-describedby": notes.join(" ") } : {}),
  };
}
