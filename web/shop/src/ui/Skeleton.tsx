/** The place of something that is still on its way, of the size that it will have. */
export function Skeleton({ width = "100%", height = "1em" }: { width?: string; height?: string }) {
  return <span class="skeleton" style={{ width, height }} aria-hidden="true" />;
}
