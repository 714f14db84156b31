import { html as tagged } from "hono/html";

/** A piece of HTML whose interpolated values are escaped, unless they are such pieces themselves. */
export type Html = ReturnType<typeof tagged>;

export const html: typeof tagged = tagged;
