import type { ComponentProps } from "preact";

interface Look {
  tone?: "primary" | "secondary" | "quiet" | "danger";
  size?: "small" | "large";
  block?: boolean;
}

/** A button; `busy` while what it does is under way, then it cannot be pressed again. */
export function Button({
  tone,
  size,
  block,
  busy = false,
  disabled = false,
  type = "button",
  class: extra,
  ...rest
}: Look & { busy?: boolean } & Omit<ComponentProps<"button">, "size">) {
  const classes = look({ tone, size, block }, extra);
  return (
    <button {...rest} type={type} class={classes} disabled={disabled || busy} aria-busy={busy || undefined} />
  );
}

/** A link that looks like a button. */
export function ButtonLink({
  tone,
  size,
  block,
  class: extra,
  ...rest
}: Look & { href: string } & Omit<ComponentProps<"a">, "size" | "href" | "role">) {
  return <a {...rest} class={look({ tone, size, block }, extra)} />;
}

type Optional<Of> = { [Key in keyof Of]?: Of[Key] | undefined };

function look({ tone = "primary", size, block }: Optional<Look>, extra: unknown): string {
  const classes = ["button", `button-${tone}`, size && `button-${size}`, block && "button-block", extra];
  return classes.filter((name) => typeof name === "string" && name !== "").join(" ");
}
