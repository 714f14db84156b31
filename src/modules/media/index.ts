import { fileRoutes } from "./files.routes.ts";
import { libraryRoutes } from "./media.routes.ts";
import { uploadRoutes } from "./uploads.routes.ts";

export { mediaJobs } from "./collect-orphans.ts";
export { findMedia, mediaPath, type MediaRow } from "./media.repo.ts";

export const mediaRoutes = [...libraryRoutes, ...uploadRoutes, ...fileRoutes] as const;
