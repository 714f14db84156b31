const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
export type LogLevel = keyof typeof LEVELS;
export type LogFields = Record<string, unknown>;

/** Writes one JSON line a call. Personal data and secrets are masked by key and by shape. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A logger that adds `base` to every line and drops what is below `level`. */
export function createLogger(level: LogLevel, base: LogFields): Logger {
  const write = (at: LogLevel) => (message: string, fields?: LogFields) => {
    if (LEVELS[at] < LEVELS[level]) return;
    const line = JSON.stringify({ level: at, message, ...base, ...fields }, maskMember);
    if (at === "error") console.error(line);
    else if (at === "warn") console.warn(line);
    else console.log(line);
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** Names of members, compared without case, "_" and "-": snake_case, camelCase and header names are one. */
const SECRET_KEYS =
  /^(authorization|cookie|xcarttoken|xordertoken|accesstoken|refreshtoken|clientsecret|password|token|secret|apikey|key|newpassword|currentpassword|totp|csrftoken|xcsrftoken|setcookie)$/;
const PERSONAL_KEYS =
  /^(email|recipient|phone|firstname|lastname|line1|line2|postalcode|address|shippingaddress|billingaddress)$/;
const EMAIL = /[^\s"<>()[\],:;\\@]{1,128}(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const SECRET_VALUES = /\b(?:sk|rk|pk|whsec|ek|rt)_[\w-]{8,}|\b(?:pi|seti)_\w+_secret_\w+/g;
/** Three parts or more with dots between them. It begins where a word does: a text of many beginnings would be read from each of them to its end. */
const DOTTED = /(?<![\w-])[\w-]+(?:\.[\w-]+){2,}/g;
const maskToken = (word: string) => (word.includes("eyJ") ? "***" : word);

const maskedKeys = new Map<string, boolean>();

function isMasked(key: string): boolean {
  let masked = maskedKeys.get(key);
  if (masked === undefined) {
    const name = key.replace(/[_-]/g, "").toLowerCase();
    masked = SECRET_KEYS.test(name) || PERSONAL_KEYS.test(name);
    if (maskedKeys.size < 1_000) maskedKeys.set(key, masked);
  }
  return masked;
}

function maskMember(key: string, value: unknown): unknown {
  if (value != null && isMasked(key)) return "***";
  return typeof value === "string" ? maskText(value) : value;
}

/** Replaces e-mail addresses and secrets inside free text. Most texts hold none: a look for their marks is cheaper. */
export function maskText(text: string): string {
  let masked = text;
  if (masked.includes("@") || masked.includes("%40")) masked = masked.replace(EMAIL, "***@***");
  if (masked.includes("_")) masked = masked.replace(SECRET_VALUES, "***");
  if (masked.includes("eyJ")) masked = masked.replace(DOTTED, maskToken);
  return masked;
}

/** What a log line tells of a thrown value; the stack only for what is not an expected failure. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { error: error.message, error_name: error.name, stack: error.stack, ...cause };
}
