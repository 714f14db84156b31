import type { Job } from "./import-file.ts";

/** What a job is called: "Import of products (dry run)". */
export function titleOf({ kind, dry_run: isDry }: Pick<Job, "kind" | "dry_run">): string {
  if (kind === "product_export") return "Export of products";
  return isDry ? "Import of products (dry run)" : "Import of products";
}

/** What has come of it, in a line: "120 created, 3 updated, 2 wrong rows". */
export function outcomeOf({ kind, result, progress, error }: Job): string {
  if (error) return error.message || error.code;
  const counts: [number | undefined, string][] =
    kind === "product_export"
      ? [[result.products ?? progress.done, "products"]]
      : [
          [result.created, "created"],
          [result.updated, "updated"],
          [result.unchanged, "unchanged"],
          [progress.failed, progress.failed === 1 ? "wrong row" : "wrong rows"],
        ];
  const told = counts.flatMap(([count, what]) => (count ? `${count.toLocaleString()} ${what}` : []));
  return told.join(", ") || "–";
}
