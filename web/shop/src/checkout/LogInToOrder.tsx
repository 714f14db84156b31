import { ButtonLink } from "../ui/Button.tsx";

/** Where the shop sells only to customers who have an account. */
export function LogInToOrder() {
  return (
    <div class="stack">
      <p class="lead">Please log in to order. Your cart comes along.</p>
      <p>
        <ButtonLink href="/account?then=/checkout">Log in or make an account</ButtonLink>
      </p>
    </div>
  );
}
