import { Hono } from "hono";

/** Constant pages: what a bare Worker answers at best. */
const app = new Hono<{ Bindings: { PAGES: Record<string, string> } }>();

app.get("/:page", (c) =>
  c.body(c.env.PAGES[c.req.param("page")] ?? "", 200, { "Content-Type": "application/json; charset=UTF-8" }),
);

export default app;
