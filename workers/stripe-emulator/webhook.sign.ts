import type { QueuedDelivery } from "./webhook.store.ts";

interface SignedDelivery {
  body: string;
  signature: string;
}

/** Signs webhook bodies with HMAC-SHA256 over `timestamp.body`, in the form of the `Stripe-Signature` header. */
export class WebhookSigner {
  readonly #key: Promise<CryptoKey>;

  constructor(secret: string) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    this.#key = crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign"]);
  }

  /** The body as Stripe prints it, and its signature as of now. */
  async sign(delivery: QueuedDelivery): Promise<SignedDelivery> {
    const body = JSON.stringify(JSON.parse(delivery.body), null, 2);
    const timestamp = Math.floor(Date.now() / 1000);
    const mac = await crypto.subtle.sign(
      "HMAC",
      await this.#key,
      new TextEncoder().encode(`${timestamp}.${body}`),
    );
    return { body, signature: `t=${timestamp},v1=${hex(new Uint8Array(mac))}` };
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
