// The few parts of Stripe.js that paying needs. It is loaded from Stripe, as its rules ask, and only where a card is typed in.

const STRIPE_JS = "https://js.stripe.com/v3/";

interface Answer {
  error?: { message?: string };
}

interface Elements {
  create(kind: "payment"): { mount(element: HTMLElement): void; unmount(): void };
  submit(): Promise<Answer>;
}

export interface Stripe {
  elements(options: Record<string, unknown>): Elements;
  createPaymentMethod(options: { elements: Elements }): Promise<Answer & { paymentMethod?: { id: string } }>;
  handleNextAction(options: { clientSecret: string }): Promise<Answer>;
}

let loading: Promise<void> | undefined;

/** Stripe.js with the shop's key. Rejects when it cannot be loaded. */
export async function loadStripe(key: string): Promise<Stripe> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  await loading;
  const { Stripe: create } = window as unknown as { Stripe: (key: string) => Stripe };
  return create(key);
}

function load(): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), {
      src: STRIPE_JS,
      onload: () => resolve(),
      onerror: () => reject(new Error("Stripe.js could not be loaded.")),
    });
    document.head.append(script);
  });
}
