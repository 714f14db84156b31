import { ApiProblem } from "../../../../client/index.ts";
import { fieldErrors } from "../shared/field-errors.ts";
import { problemText } from "../shared/use-problem-notice.ts";
import { call } from "./client.ts";

/** A refusal as react-admin takes it: its message is what people are told, `body.errors` belongs to fields of a form. */
class PanelProblem extends ApiProblem {
  readonly body: { errors?: object };

  constructor({ problem }: ApiProblem) {
    super(problem);
    this.message = problemText(new ApiProblem(problem));
    this.body = (problem.errors ?? []).length > 0 ? { errors: fieldErrors(problem) } : {};
  }
}

/** `call` whose refusals react-admin can show. */
export async function callForForms<Body>(...request: Parameters<typeof call>): Promise<Body> {
  try {
    return await call<Body>(...request);
  } catch (error) {
    throw error instanceof ApiProblem ? new PanelProblem(error) : error;
  }
}
