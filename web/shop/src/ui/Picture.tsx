import { Icon } from "./Icon.tsx";

/** The widths that GET /media/{name} scales to, as far as a page of the shop needs them. */
const WIDTHS = [128, 256, 384, 512, 768, 1024, 1600];

/**
 * A picture in a square that keeps its place before it is loaded. Those of the library come as wide as they are shown.
 * `eager` for what is seen first.
 */
export function Picture({
  src,
  alt,
  sizes,
  eager = false,
}: {
  src: string | undefined;
  alt: string;
  /** How wide it is shown, as `sizes` of an img says it. */
  sizes: string;
  eager?: boolean;
}) {
  if (src === undefined) {
    return (
      <span class="picture picture-none">
        <Icon name="bag" />
      </span>
    );
  }
  return (
    <span class="picture">
      <img
        src={src}
        srcset={scaled(src)}
        sizes={sizes}
        alt={alt}
        width={800}
        height={800}
        decoding="async"
        loading={eager ? "eager" : "lazy"}
        fetchpriority={eager ? "high" : "auto"}
      />
    </span>
  );
}

function scaled(src: string): string | undefined {
  const { pathname } = new URL(src, location.origin);
  const isFixed = /\.(svg|gif)$/i.test(pathname);
  if (!pathname.startsWith("/media/") || isFixed) return undefined;
  return WIDTHS.map((width) => `${src}?width=${width} ${width}w`).join(", ");
}
