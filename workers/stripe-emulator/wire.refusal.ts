import type Stripe from "stripe";

/** The `error` object of an answer, as Stripe documents it. */
export interface ErrorFields {
  type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  message: string;
  code?: string;
  decline_code?: string;
  advice_code?: string;
  network_decline_code?: string;
  param?: string;
  charge?: string;
  doc_url?: string;
  request_log_url?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
  setup_intent?: Stripe.SetupIntent;
}

/** Ends a request with an error answer and without any effect on the account. */
export class Refusal extends Error {
  readonly status: number;
  readonly error: ErrorFields;

  constructor(status: number, error: ErrorFields) {
    super(error.message);
    this.status = status;
    this.error = error.code === undefined ? error : { ...error, doc_url: docUrl(error.code) };
  }
}

/** An emulated outage: nothing is stored, not even under the idempotency key. */
export class Outage extends Refusal {
  /** True when the answer comes only after the fault delay, as if the connection hung. */
  readonly hangs: boolean;

  constructor(message: string, options: { hangs: boolean }) {
    super(500, { type: "api_error", message });
    this.hangs = options.hangs;
  }
}

/** 400 `invalid_request_error`, the answer to most of what Stripe refuses. */
export function invalid(message: string, details: { code?: string; param?: string } = {}): Refusal {
  return new Refusal(400, { type: "invalid_request_error", message, ...details });
}

/** 404 `resource_missing` for an id in the URL or in the parameter `param`. */
export function missing(resource: string, id: string, param = "id"): Refusal {
  const message = `No such ${resource}: '${id}'`;
  return new Refusal(404, { type: "invalid_request_error", code: "resource_missing", message, param });
}

/** 400 `resource_missing` for an id that a parameter other than the URL's names. */
export function noSuch(resource: string, id: string, param: string): Refusal {
  return invalid(`No such ${resource}: '${id}'`, { code: "resource_missing", param });
}

/** Where Stripe documents an error code. */
export function docUrl(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
}
