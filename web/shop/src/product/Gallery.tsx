import { useState } from "preact/hooks";
import type { Product } from "../reads/catalog.ts";
import { Picture } from "../ui/Picture.tsx";

const SIZES = "(min-width: 60rem) 600px, 94vw";

/** The pictures: one large, to begin with that of `first`, and all small to choose from. */
export function Gallery({
  images,
  first,
  name,
}: {
  images: Product["images"];
  first: string | undefined;
  name: string;
}) {
  const [chosen, setChosen] = useState(first);
  const shown = images.find(({ url }) => url === chosen) ?? images[0];
  return (
    <div class="gallery">
      <Picture src={shown?.url} alt={shown?.alt || name} sizes={SIZES} eager />
      {images.length > 1 && (
        <ul class="gallery-small" aria-label="Pictures">
          {images.map((image, index) => (
            <li key={image.url}>
              <button
                type="button"
                aria-label={`Show ${image.alt || `picture ${index + 1}`}`}
                aria-pressed={image === shown}
                onClick={() => setChosen(image.url)}
              >
                <Picture src={image.url} alt="" sizes="80px" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
