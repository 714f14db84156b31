import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { manifestSchema } from "../../src/modules/backups/index.ts";
import type { Target } from "./backup-database.ts";
import type { Dump } from "./backup-dump.ts";
import { migrateLocal } from "./migrate-local.ts";
import { inProject } from "./paths.ts";
import type { Place } from "./place.ts";
import { Failure } from "./terminal.ts";
import { wrangler } from "./wrangler.ts";

// Where dumps are read from and restored into: a folder, the local state of wrangler, a deployment.

const FOLDER = "backups/";
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LOCAL_STATE = ".wrangler/state";

/** The database and the bucket over the local state in a folder (as in `wrangler dev --persist-to`). */
export async function openLocal(folder = inProject(LOCAL_STATE)) {
  // Wrangler would warn of secrets that it does not find; nothing here needs them.
  process.env["WRANGLER_LOG"] ??= "error";
  const { workerOptions } = unstable_getMiniflareWorkerOptions(inProject("wrangler.toml"));
  const { d1Databases = {}, r2Buckets = {} } = workerOptions as V4WorkerOptions;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: "backups",
      modules: true,
      script: "export default {}",
      d1Databases,
      r2Buckets,
      log: new Log(LogLevel.NONE),
      resourcePersistencePath: join(resolve(folder), "v3"),
    }),
  );
  return {
    database: await miniflare.getD1Database("DB"),
    search: await miniflare.getD1Database("SEARCH_DB"),
    bucket: await miniflare.getR2Bucket("BACKUPS"),
    close: () => miniflare.dispose(),
  };
}

/** Opens a dump by its id, `latest`, or the folder that it was copied to. @throws Failure when there is none */
export async function openDump(from: string, place: Place): Promise<Dump & { close(): Promise<void> }> {
  if (from !== "latest" && !ID.test(from)) {
    return { ...(await dumpAt((object) => readFrom(resolve(from), object))), close: async () => {} };
  }
  return place.isLocal ? openLocalDump(from) : openRemoteDump(from, place);
}

async function dumpAt(read: Dump["read"]): Promise<Dump> {
  const bytes = await read("manifest.json");
  return { manifest: manifestSchema.parse(JSON.parse(new TextDecoder().decode(bytes))), read };
}

async function readFrom(folder: string, object: string): Promise<ArrayBuffer> {
  const bytes = await readFile(join(folder, object)).catch(() => {
    throw new Failure(`${join(folder, object)} is missing.`);
  });
  return new Uint8Array(bytes).buffer;
}

async function openLocalDump(from: string) {
  const local = await openLocal();
  try {
    const id = from === "latest" ? await latestIn(local.database) : from;
    const dump = await dumpAt(async (object) => {
      const stored = await local.bucket.get(`${FOLDER}${id}/${object}`);
      if (!stored) throw new Failure(`${FOLDER}${id}/${object} is missing in the local bucket.`);
      return stored.arrayBuffer();
    });
    return { ...dump, close: local.close };
  } catch (error) {
    await local.close();
    throw error;
  }
}

type LocalDatabase = Awaited<ReturnType<typeof openLocal>>["database"];

const LATEST = "SELECT id FROM backups WHERE status = 'succeeded' ORDER BY created_at DESC, id DESC LIMIT 1";

async function latestIn(database: LocalDatabase): Promise<string> {
  const row = await database.prepare(LATEST).first<{ id: string }>();
  if (!row) throw new Failure("There is no backup. Make one with: npm run backup:create");
  return row.id;
}

async function openRemoteDump(from: string, place: Place) {
  const id = from === "latest" ? await latestAt(place) : from;
  const bucket = bucketOf(place.name);
  const folder = mkdtempSync(join(tmpdir(), "edge-commerce-backup-"));
  const read = async (object: string) => {
    const file = join(folder, object.replaceAll("/", "~"));
    const args = ["r2", "object", "get", `${bucket}/${FOLDER}${id}/${object}`, "--remote", "--file", file];
    const { code, output } = await wrangler(args, { quiet: true });
    if (code !== 0)
      throw new Failure(`${object} of backup ${id} could not be read from ${bucket}.\n${output}`);
    return readFrom(folder, object.replaceAll("/", "~"));
  };
  return { ...(await dumpAt(read)), close: async () => rmSync(folder, { recursive: true, force: true }) };
}

/** The database may be the very one that is lost: then the id has to be given. */
async function latestAt(place: Place): Promise<string> {
  const { code, answer, output } = await wrangler(
    ["d1", "execute", "DB", ...place.flags, "--yes", "--json", "--command", LATEST],
    { quiet: true },
  );
  const id =
    code === 0 ? (JSON.parse(answer) as { results: { id: string }[] }[])[0]?.results[0]?.id : undefined;
  if (id === undefined) {
    throw new Failure(
      `The database of ${place.name} does not tell which backup is the latest: give its id.\n${output}`,
    );
  }
  return id;
}

function bucketOf(environment: string): string {
  const text = readFileSync(inProject("wrangler.toml"), "utf8");
  const section = text
    .split(`[[env.${environment}.r2_buckets]]`)
    .find((part) => /^\s*binding = "BACKUPS"/.test(part));
  const name = /bucket_name = "([^"]+)"/.exec(section ?? "")?.[1];
  if (name === undefined) throw new Failure(`wrangler.toml has no bucket BACKUPS for ${environment}.`);
  return name;
}

/** The main database in a folder of local state, and beside it an empty read model, which the catalog is shown from once it was rebuilt. */
export async function openLocalTarget(
  folder: string,
): Promise<Target & { finish(): Promise<void>; close(): Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  const local = await openLocal(folder);
  const { database } = local;
  return {
    all: async <Row>(query: string) => (await database.prepare(query).all<Row>()).results,
    run: async (statements) => {
      await database.batch(
        ["PRAGMA defer_foreign_keys = on", ...statements].map((text) => database.prepare(text)),
      );
    },
    finish: () => migrateLocal(local.search, inProject("migrations/search")),
    close: local.close,
  };
}

/** A database of the account by its name: everything is written to a file, which D1 takes in one piece. */
export function openRemoteTarget(
  database: string,
): Target & { finish(): Promise<void>; close(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), "edge-commerce-restore-"));
  const file = join(folder, "restore.sql");
  const begin = () => writeFileSync(file, "PRAGMA defer_foreign_keys = on;\n");
  begin();
  const execute = async (args: string[]) => {
    const command = ["d1", "execute", database, "--remote", "--yes", "--json", ...args];
    const { code, answer, output } = await wrangler(command, { quiet: true });
    if (code !== 0)
      throw new Failure(`The database ${database} refused it. Are you logged in to wrangler?\n${output}`);
    return answer;
  };
  return {
    all: async <Row>(query: string) => {
      const answer = JSON.parse(await execute(["--command", query])) as { results: Row[] }[];
      return answer.at(-1)?.results ?? [];
    },
    run: async (statements) => {
      writeFileSync(file, statements.map((text) => `${text};\n`).join(""), { flag: "a" });
    },
    finish: async () => {
      await execute(["--file", file]);
      begin();
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
