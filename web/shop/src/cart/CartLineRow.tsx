import { type CartLine, changeQuantity } from "../cart-state.ts";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Money } from "../ui/Money.tsx";
import { Picture } from "../ui/Picture.tsx";
import { QuantityInput } from "../ui/QuantityInput.tsx";
import { LineProblem } from "./LineProblem.tsx";
import { takeOut } from "./RemovedLine.tsx";

/** A line of the cart: what, how many, what it costs, and what is wrong with it. */
export function CartLineRow({ line, error }: { line: CartLine; error: unknown }) {
  const { id, name, options, quantity, unit_price: price, total, problems, image_url: image } = line;
  const href = `/products/${line.product_id}?${new URLSearchParams({ sku: line.sku })}`;
  const isGone = problems.some(({ action }) => action === "remove");
  return (
    <li class="cart-line">
      <a class="cart-line-picture" href={href} tabIndex={-1} aria-hidden="true">
        <Picture src={image} alt="" sizes="96px" />
      </a>
      <div class="cart-line-what">
        <h2>
          <a href={href}>{name}</a>
        </h2>
        {Object.entries(options).map(([option, value]) => (
          <p key={option} class="muted">
            {option}: {value}
          </p>
        ))}
        <p class="muted">
          <Money value={price} /> each
        </p>
      </div>
      <p class="cart-line-total">
        <Money value={total} />
      </p>
      <div class="cart-line-actions">
        <QuantityInput
          value={quantity}
          onChange={(chosen) => void changeQuantity(id, chosen)}
          label={`Quantity of ${name}`}
          disabled={isGone}
        />
        <button type="button" class="button button-quiet button-small" onClick={() => void takeOut(line)}>
          Remove
          <span class="visually-hidden"> {name}</span>
        </button>
      </div>
      {(problems.length > 0 || error !== undefined) && (
        <div class="cart-line-problems stack">
          {problems.map((problem) => (
            <LineProblem key={problem.code} line={line} problem={problem} />
          ))}
          {error !== undefined && <ProblemNotice error={error} />}
        </div>
      )}
    </li>
  );
}
