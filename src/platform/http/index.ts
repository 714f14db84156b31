export {
  anyCaller,
  anyone,
  anyUser,
  capability,
  ownOr,
  permission,
  permissionOrSecret,
  signature,
} from "./access.ts";
export { etagOf, expectedVersion, isMatch, matchesNone } from "./etag.ts";
export { type CallerRequest, setAuthenticator } from "./middleware.ts";
export { problemResponse, unexpectedError } from "./problem.ts";
export type { Reply } from "./reply.ts";
export { requestScope } from "./request-scope.ts";
export { type AppBindings, type AppContext, defineRoute, type Route } from "./route.ts";
export { answerFromMemory, forgetSharedAnswers } from "./shared-answers.ts";
export { fromHttpException, validationHook } from "./validation.ts";
