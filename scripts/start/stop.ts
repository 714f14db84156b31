/** Calls `stop` once when this process is told to end: by a signal, or by the end of the npm that runs it. */
export function whenStopped(stop: () => void): void {
  let isStopping = false;
  const once = () => {
    if (isStopping) return;
    isStopping = true;
    stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, once);
  if (process.env["npm_lifecycle_event"] !== undefined) watchParent(once);
}

/** npm passes a signal on to its shell only, which ends without telling us. */
function watchParent(onEnd: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onEnd();
  }, 500).unref();
}
