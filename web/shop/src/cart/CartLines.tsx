import { cartErrors, cartLines } from "../cart-state.ts";
import { CartLineRow } from "./CartLineRow.tsx";

/** The lines, with the quantities that were just chosen. */
export function CartLines() {
  return (
    <ul class="cart-lines">
      {cartLines.value.map((line) => (
        <CartLineRow key={line.id} line={line} error={cartErrors.value[line.id]} />
      ))}
    </ul>
  );
}
