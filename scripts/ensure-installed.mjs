// Installs the dependencies when they are missing or the lock file has changed since. Runs before anything is
// installed, on whatever Node the system has, so it is plain JavaScript without dependencies.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const lockFile = join(root, "package-lock.json");
const installedLockFile = join(root, "node_modules/.package-lock.json");
const stampFile = join(root, "node_modules/.install-stamp");

const wanted = createHash("sha256")
  .update(readFileSync(lockFile))
  .update(`${process.platform}-${process.arch}`)
  .digest("hex");

if (!isInstalled()) install();

function isInstalled() {
  if (!existsSync(installedLockFile)) return false;
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return true;
  // Installed by hand since: npm writes its own lock file last, so it is newer than the one it came from, and than what is noted here.
  const installedAt = statSync(installedLockFile).mtimeMs;
  if (installedAt < statSync(lockFile).mtimeMs) return false;
  if (existsSync(stampFile) && installedAt < statSync(stampFile).mtimeMs) return false;
  writeFileSync(stampFile, wanted);
  return true;
}

function install() {
  const why = existsSync(installedLockFile) ? "package-lock.json has changed" : "nothing is installed yet";
  console.log(`Installing the dependencies, because ${why}. This can take a minute or two.`);
  // npm install takes a lock file that npm ci finds incomplete, as one made on another platform can be.
  if (!npm("ci") && !npm("install", "--no-save")) {
    console.error("The dependencies could not be installed. Is the npm registry reachable?");
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}

/** Runs npm and tells whether it went well: the npm that runs this script, else the one on the PATH. */
function npm(...args) {
  const options = { cwd: root, stdio: "inherit" };
  const quiet = [...args, "--loglevel=error"];
  const running = process.env.npm_execpath;
  const { status } = running
    ? spawnSync(process.execPath, [running, ...quiet], options)
    : spawnSync("npm", quiet, { ...options, shell: process.platform === "win32" });
  return status === 0;
}
