// Some scripts import modules of the API, whose types name globals of the Workers runtime. Its declarations cannot be
// loaded beside Node's, so the names that are met on the way are declared here.
import type * as workers from "@cloudflare/workers-types";

declare global {
  type D1Database = workers.D1Database;
  type D1PreparedStatement = workers.D1PreparedStatement;
  type D1Result<Row = unknown> = workers.D1Result<Row>;
  interface Crypto {
    DigestStream: typeof workers.DigestStream;
  }
  interface Env {
    DB: workers.D1Database;
    SEARCH_DB: workers.D1Database;
    CATALOG_CACHE: workers.KVNamespace;
    MEDIA: R2Bucket;
    BACKUPS: R2Bucket;
    IMAGES?: ImagesBinding;
    EVENTS: workers.Queue;
    WEBHOOKS: workers.Queue;
    ANALYTICS?: workers.AnalyticsEngineDataset;
    CF_VERSION?: workers.WorkerVersionMetadata;
    EMAIL: workers.SendEmail;
    // No script calls them; the API states itself which types it takes the objects for.
    CART: { getByName(name: string): never };
    THROTTLE: { getByName(name: string): never };
    METRICS: { getByName(name: string): never };
    RL_AUTH: workers.RateLimit;
    RL_WRITE: workers.RateLimit;
    RL_READ: workers.RateLimit;
    STRIPE_API?: { fetch: typeof fetch };
  }
}
