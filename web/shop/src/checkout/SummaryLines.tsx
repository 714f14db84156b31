import type { Schema } from "../api.ts";
import { Money } from "../ui/Money.tsx";
import { Picture } from "../ui/Picture.tsx";

type Line = Pick<
  Schema<"Cart">["items"][number],
  "id" | "name" | "options" | "quantity" | "total" | "image_url" | "note"
>;

/** Lines with small pictures, for carts and orders. */
export function SummaryLines({ lines }: { lines: Line[] }) {
  return (
    <ul class="summary-lines">
      {lines.map(({ id, name, options, quantity, total, image_url: picture, note }) => (
        <li key={id}>
          <div class="summary-picture">
            <Picture src={picture} alt="" sizes="4rem" />
          </div>
          <div>
            <p class="summary-name">{name}</p>
            <p class="muted">{[...Object.values(options), `Quantity ${quantity}`].join(" · ")}</p>
            {note !== undefined && <p class="muted">{note}</p>}
          </div>
          <Money value={total} />
        </li>
      ))}
    </ul>
  );
}
