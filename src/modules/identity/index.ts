export { newApiKey } from "./api-key.ts";
export { authenticate } from "./authenticate.ts";
