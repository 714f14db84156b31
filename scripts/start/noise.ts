/** Lines of wrangler's that tell a developer of this project nothing. */
const NOISE = [
  /^$/,
  /^\[wrangler:info\] (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /, // the Worker's own line says more
  /^\[wrangler:info\] (Ready on|QUEUE|✨ Parsed) /,
  /has access to the following bindings:$/,
  /^Binding\s+Resource\s+Mode/,
  /^env\.\w+ \(/,
  /^env\.\w+\s+\S+/,
  /^Service bindings, Durable Object bindings, and Tail consumers/,
  /^Using (secrets|vars) defined in /,
  /^\[custom build\]/,
  /^[⎔╭│╰]/,
  /Your types might be out of date/,
  /Scheduled Workers are not automatically triggered/,
  /To manually trigger a scheduled event, run:/,
  /curl "http:\/\/localhost:\d+\/cdn-cgi\/local\/scheduled"/,
  /For more details, see https:\/\/developers\.cloudflare\.com\/workers\/configuration\/cron-triggers/,
  /Unable to fetch the `Request\.cf` object/,
  /ENOTFOUND workers\.cloudflare\.com/,
  /GetAddrInfoReqWrap/,
  /send_email binding called with/,
  /update available/,
  /telemetry/,
];

/** Whether the line is left out. */
export function isNoise(line: string): boolean {
  return NOISE.some((pattern) => pattern.test(line));
}
