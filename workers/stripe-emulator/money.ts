/** The presentment currencies that Stripe lists in its documentation. */
const CURRENCIES = new Set(
  (
    "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp " +
    "cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr " +
    "isk jmd jpy kes kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn " +
    "nad ngn nio nok npr nzd pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std " +
    "szl thb tjs top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw bhd jod kwd omr tnd"
  ).split(" "),
);

const NO_DECIMALS = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split(" "));
const THREE_DECIMALS = new Set("bhd jod kwd omr tnd".split(" "));

/** Smallest charge by currency, in minor units (docs.stripe.com/currencies, minimum amounts). */
const MINIMUMS: Record<string, number> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};

/** Largest amount of one charge, in minor units: eight digits. */
export const MAXIMUM_AMOUNT = 99_999_999;

export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

export function minimumAmount(currency: string): number {
  return MINIMUMS[currency] ?? 1;
}

/** An amount as Stripe's messages show it: `$0.50 usd`, `¥50 jpy`. */
export function formatAmount(amount: number, currency: string): string {
  const decimals = NO_DECIMALS.has(currency) ? 0 : THREE_DECIMALS.has(currency) ? 3 : 2;
  const style = {
    style: "currency",
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  } as const;
  return new Intl.NumberFormat("en-US", style).format(amount / 10 ** decimals);
}

/** What Stripe takes for a dispute, in minor units, and keeps also when it is won. */
export const DISPUTE_FEE = 1500;

/** Stripe's standard fee of 2.9 % + 30 minor units, never more than the amount itself. */
export function processingFee(amount: number): number {
  return Math.min(amount, Math.round(amount * 0.029) + 30);
}
