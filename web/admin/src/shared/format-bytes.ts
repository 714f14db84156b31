const UNITS = ["bytes", "kB", "MB", "GB"] as const;

/** A file's size for people: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const digits = { maximumFractionDigits: step > 1 ? 1 : 0 };
  return `${(bytes / 1000 ** step).toLocaleString(undefined, digits)} ${UNITS[step] ?? ""}`;
}
