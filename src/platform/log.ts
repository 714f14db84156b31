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

const SECRET_KEYS =
  /^(authorization|cookie|x-cart-token|x-order-token|access_token|refresh_token|client_secret|password|token|secret|api_key|key)$/i;
const PERSONAL_KEYS =
  /^(email|recipient|phone|first_name|last_name|line1|line2|postal_code|shipping_address|billing_address)$/i;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const SECRET_VALUES = /\b(?:sk|rk|pk|whsec|ek)_[A-Za-z0-9_]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

function maskMember(key: string, value: unknown): unknown {
  if (SECRET_KEYS.test(key) && value != null) return "***";
  if (PERSONAL_KEYS.test(key) && value != null) return "***";
  return typeof value === "string" ? maskText(value) : value;
}

/** Replaces e-mail addresses and secrets inside free text. */
export function maskText(text: string): string {
  return text.replace(EMAIL, "***@***").replace(SECRET_VALUES, "***");
}

/** What a log line tells of a thrown value; the stack only for what is not an expected failure. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) };
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { error: error.message, error_name: error.name, stack: error.stack, ...cause };
}
