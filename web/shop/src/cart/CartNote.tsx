import { setCartNote } from "../cart-state.ts";
import { TextField } from "../ui/Field.tsx";

const LONGEST = 500;

/** A word to the shop, which goes with the order; it is kept when the field is left. */
export function CartNote({ note }: { note: string }) {
  return (
    <details class="cart-note" open={note !== ""}>
      <summary>A note to the shop</summary>
      <TextField
        label="Your note"
        hint="It goes with the order: a gift message or where to leave the parcel, for example."
        defaultValue={note}
        maxLength={LONGEST}
        onChange={(event) => {
          const text = event.currentTarget.value.trim();
          if (text !== note) void setCartNote(text);
        }}
      />
    </details>
  );
}
