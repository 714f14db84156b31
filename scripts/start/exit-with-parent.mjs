// Preloaded into wrangler: ends it when the start script dies without being able to stop it (kill -9).
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
