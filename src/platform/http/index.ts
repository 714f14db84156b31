export { type Access, anyone, capability, permission, signature } from "./access.ts";
export { etagOf, matchesNone, requireMatch } from "./etag.ts";
export { replayResponse } from "./idempotent.ts";
export { setAuthenticator } from "./middleware.ts";
export { problemResponse, problemSchema, unexpectedError } from "./problem.ts";
export type { Reply } from "./reply.ts";
export { requestScope } from "./request-scope.ts";
export { type AppBindings, type AppContext, defineRoute, type Route, type RouteInput } from "./route.ts";
export { fromHttpException, inputErrorOf, validationHook } from "./validation.ts";
