import { acceptChanges, type CartLine, changeQuantity } from "../cart-state.ts";
import { Button } from "../ui/Button.tsx";
import { formatMoney } from "../ui/money.ts";
import { Notice } from "../ui/Notice.tsx";
import { takeOut } from "./RemovedLine.tsx";

type Problem = CartLine["problems"][number];

/** What has changed about a line since it was put into the cart, with the action that the API names for it. */
export function LineProblem({ line, problem }: { line: CartLine; problem: Problem }) {
  return (
    <Notice tone="warning">
      <p>{inWords(line, problem)}</p>
      <Button size="small" tone="secondary" onClick={() => void settle(line, problem)}>
        {actionOf(problem)}
      </Button>
    </Notice>
  );
}

function inWords({ unit_price: price }: CartLine, problem: Problem): string {
  if (problem.code === "price_changed") {
    return `The price was ${formatMoney(problem.previous_price)} and is ${formatMoney(price)} now.`;
  }
  return problem.message;
}

function actionOf(problem: Problem): string {
  if (problem.action === "accept_changes") return "Accept the new price";
  if (problem.action === "remove") return "Take it out";
  return `Take ${problem.available}`;
}

function settle(line: CartLine, problem: Problem): Promise<void> {
  if (problem.action === "accept_changes") return acceptChanges();
  if (problem.action === "remove") return takeOut(line);
  return changeQuantity(line.id, problem.available);
}
