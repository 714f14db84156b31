export { ACCESS_TOKEN_SECONDS, signAccessToken } from "./access-token.ts";
export { ACTOR_LOST, actorInForceStmts } from "./acting.repo.ts";
export { newApiKey } from "./api-key.ts";
export { type ApiKeyRow, findApiKey } from "./api-keys.repo.ts";
export { authenticate } from "./authenticate.ts";
export { browserSessionEnd } from "./authenticate-session.ts";
export { type CodeUse, checkCode, sealTotpSecret } from "./second-factor.ts";
export {
  beginSecondFactorStmt,
  deleteSecondFactorStmts,
  enableSecondFactorStmt,
  findSecondFactor,
  replaceRecoveryCodesStmts,
  SECOND_FACTOR_MOVED,
} from "./second-factors.repo.ts";
export { hashPassword, verifyPassword } from "./password.ts";
export { passwordProblems } from "./password-policy.ts";
export { hashRecoveryCode, newRecoveryCodes } from "./recovery-codes.ts";
export { hashRefreshToken, newRefreshToken, successorsOf } from "./refresh-token.ts";
export {
  findRefreshTokens,
  insertRefreshTokenStmt,
  TOKEN_ROTATED,
  TOKEN_SPENT,
  useRefreshTokenStmt,
} from "./refresh-tokens.repo.ts";
export { deleteStaleCredentialsStmts, STALE_CREDENTIALS_A_RUN } from "./stale-credentials.repo.ts";
export { newTotpSecret, totpUri } from "./totp.ts";
export {
  lastSuperuser,
  lastSuperuserError,
  secondFactorInvalid,
  tokenUnusable,
  usernameTaken,
  usernameTakenError,
} from "./identity.errors.ts";
export * from "./identity.events.ts";
export { identityRoutes } from "./identity.routes.ts";
export { oneTimeTokenText, unusable, usableToken } from "./one-time-token.ts";
export {
  confirmEmailChangeStmt,
  EMAIL_CHANGE_MOVED,
  findEmailChange,
  findOneTimeToken,
  insertEmailChangeStmt,
  insertOneTimeTokenStmt,
  type OneTimeTokenRow,
  TOKEN_USED_ONCE,
  useOneTimeTokenStmt,
  voidOneTimeTokensStmt,
} from "./one-time-tokens.repo.ts";
export { eraseUserStmts, readAccountData } from "./personal-data.repo.ts";
export { csrfToken, noSessionCookie, requireOwnOrigin, sessionCookie } from "./session-cookie.ts";
export {
  confirmSessionStmt,
  devicesByEmailStmt,
  findSession,
  findSessions,
  findStanding,
  insertSessionStmt,
  rememberDeviceStmt,
  revokeSessionsStmt,
  touchSessionStmt,
  type StandingRow,
  standingStmt,
} from "./sessions.repo.ts";
export { mustEnrol, refused, userInGoodStanding } from "./standing.ts";
export {
  changeStandingStmt,
  USER_UNCHANGED,
  userUnchangedStmt,
  voidAllOneTimeTokensStmt,
} from "./user-standing.repo.ts";
export {
  credentialsByEmailStmt,
  type CredentialsRow,
  EMAIL_TAKEN,
  loggedInStmt,
  findCredentials,
  findHolders,
  findUserIdByEmail,
  findUser,
  findUsers,
  insertUserStmt,
  isNamed,
  LAST_SUPERUSER,
  reserveUsernameStmt,
  updatePasswordHashStmt,
  updateUserStmt,
  USERNAME_RESERVED,
  USERNAME_TAKEN,
  type UserFilter,
  type UserRow,
  userStmt,
} from "./users.repo.ts";
export { personNameSchema, type User, usernameSchema, userSchema } from "./users.schema.ts";
export { userView } from "./users.view.ts";
