// Until a dry run's file was imported for real, the browser keeps it: staff need not choose it again, also after a reload.

const CACHE = "import-files";
const NAME = "X-File-Name";
/** Files that are kept at once. */
const MOST = 3;

/** Keeps the file that a job was made of. Where the browser has no room, it is chosen again later. */
export async function keepFile(jobId: string, file: File): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    await cache.put(
      pathOf(jobId),
      new Response(file, { headers: { [NAME]: encodeURIComponent(file.name) } }),
    );
    const older = (await cache.keys()).slice(0, -MOST);
    await Promise.all(older.map((request) => cache.delete(request)));
  } catch {
    // As said above.
  }
}

/** The file that this browser made a job of; undefined when it was another one, or has forgotten it. */
export async function keptFile(jobId: string): Promise<File | undefined> {
  try {
    const found = await caches.match(pathOf(jobId), { cacheName: CACHE });
    return found && new File([await found.blob()], decodeURIComponent(found.headers.get(NAME) ?? "file"));
  } catch {
    return undefined;
  }
}

export async function forgetFile(jobId: string): Promise<void> {
  await caches
    .open(CACHE)
    .then((cache) => cache.delete(pathOf(jobId)))
    .catch(() => undefined);
}

function pathOf(jobId: string): string {
  return `/admin/import-files/${jobId}`;
}
