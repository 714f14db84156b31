/** Where a customer who must act is sent, and where from there. */
export interface ActionUrls {
  returnUrl: string | undefined;
  publicUrl: string;
}

/** How a PaymentIntent is confirmed. */
export interface Confirmation extends ActionUrls {
  offSession: boolean;
  failsOnAction: boolean;
}

/** `redirect_to_url`, or without a return URL what the browser's SDK would do. */
type NextAction =
  | { type: "redirect_to_url"; redirect_to_url: { return_url: string; url: string } }
  | { type: "use_stripe_sdk"; use_stripe_sdk: { type: "three_d_secure_redirect"; stripe_js: string } };

/** Where the customer proves who they are: the emulator's own page. */
export function nextAction(
  intent: { id: string; client_secret: string | null },
  how: ActionUrls,
): NextAction {
  const secret = encodeURIComponent(intent.client_secret ?? "");
  const url = `${how.publicUrl}/_emulator/authenticate/${intent.id}?client_secret=${secret}`;
  if (how.returnUrl === undefined) {
    return { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: url } };
  }
  return { type: "redirect_to_url", redirect_to_url: { return_url: how.returnUrl, url } };
}
