import { useState } from "preact/hooks";
import { addToCart } from "../cart-state.ts";
import { AVAILABILITY } from "../catalog/availability.ts";
import type { Product, Variant } from "../reads/catalog.ts";
import { Button } from "../ui/Button.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";
import { Price } from "../ui/Price.tsx";
import { QuantityInput } from "../ui/QuantityInput.tsx";
import { canBeBought } from "./choice.ts";
import { OptionChoice } from "./OptionChoice.tsx";

/** What it costs, which variant, how many, and the way into the cart. */
export function BuyBox({
  product,
  variant,
  choose,
}: {
  product: Product;
  variant: Variant | undefined;
  choose: (variant: Variant) => void;
}) {
  if (!variant) return <Notice>This product is not on sale at the moment.</Notice>;
  return (
    <div class="buy">
      <p class="buy-price" role="status">
        <Price value={variant.price} before={variant.compare_at_price} />
      </p>
      {product.options.map((option) => (
        <OptionChoice key={option.name} {...{ product, variant, option, choose }} />
      ))}
      <p class={`availability availability-${variant.availability}`}>{availabilityOf(variant)}</p>
      <AddForm key={variant.id} variant={variant} name={product.name} />
    </div>
  );
}

function AddForm({ variant, name }: { variant: Variant; name: string }) {
  const [quantity, setQuantity] = useState(1);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const isOffered = canBeBought(variant);
  const add = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await addToCart(variant.id, quantity);
      setQuantity(1);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="add"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void add();
      }}
    >
      {isOffered && <QuantityInput value={quantity} onChange={setQuantity} label={`Quantity of ${name}`} />}
      <Button type="submit" size="large" busy={busy} disabled={!isOffered} class="add-button">
        {isOffered ? "Add to cart" : "Sold out"}
      </Button>
      {error !== undefined && <ProblemNotice error={error} />}
    </form>
  );
}

/** Availability in words; with the count where the shop shows counts. */
function availabilityOf({ availability, available_quantity: count }: Variant): string {
  if (count === undefined || count === 0) return AVAILABILITY[availability];
  return availability === "low_stock" ? `Only ${count} left` : `${AVAILABILITY[availability]}: ${count}`;
}
