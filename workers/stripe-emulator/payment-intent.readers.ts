import { isCurrency } from "./money.ts";
import { type Reader, needed } from "./wire.params.ts";
import { clearable, nested, text } from "./wire.readers.ts";
import { invalid } from "./wire.refusal.ts";

/** A currency that Stripe knows, in lower case. */
export const currency: Reader<string> = (value, name) => {
  const code = text()(value, name).toLowerCase();
  if (!isCurrency(code)) throw invalid(`Invalid currency: ${code}.`, { param: name });
  return code;
};

export const email: Reader<string> = (value, name) => {
  const address = text(800)(value, name);
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) return address;
  throw invalid(`Invalid email address: ${address}`, { code: "email_invalid", param: name });
};

export const absoluteUrl: Reader<string> = (value, name) => {
  const url = text()(value, name);
  if (URL.canParse(url)) return url;
  throw invalid("Not a valid URL", { code: "url_invalid", param: name });
};

export const address = nested({
  city: clearable(text()),
  country: clearable(text()),
  line1: clearable(text()),
  line2: clearable(text()),
  postal_code: clearable(text()),
  state: clearable(text()),
});

export const shipping = nested({
  address: needed(address),
  carrier: clearable(text()),
  name: needed(text()),
  phone: clearable(text()),
  tracking_number: clearable(text()),
});
