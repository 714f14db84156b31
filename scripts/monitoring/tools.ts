import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { inProject } from "../lib/paths.ts";
import { Failure } from "../lib/terminal.ts";

/** What each is called; Debian's packages put a name before Alertmanager's. */
const NAMES = {
  prometheus: ["prometheus"],
  promtool: ["promtool"],
  alertmanager: ["alertmanager", "prometheus-alertmanager"],
  amtool: ["amtool"],
} as const;

type Tool = keyof typeof NAMES;
/** Where these programs are. */
export type Tools<Wanted extends Tool = Tool> = Record<Wanted, string>;

const PACKAGES = ["prometheus", "prometheus-alertmanager"];
const FOLDER = inProject(".local/tools");

/** Debian's Alertmanager looks for its templates in /usr/share and nowhere else: it gets a view of the files with its own there. */
const ALERTMANAGER = `#!/bin/sh
exec unshare --mount --map-root-user sh -c 'mount --rbind "$0/usr/share" /usr/share && exec "$0/prometheus-alertmanager" "$@"' \
  '${FOLDER}' "$@"
`;

/**
 * Programs of Prometheus and Alertmanager: from PATH, else from .local/tools, where Debian's packages are unpacked once, without root.
 * @throws Failure that says how to install them
 */
export function findTools<Wanted extends Tool>(...wanted: readonly Wanted[]): Tools<Wanted> {
  const found = lookUp(wanted);
  if (found) return found;
  download();
  const unpacked = lookUp(wanted);
  if (unpacked) return unpacked;
  throw new Failure(
    "Prometheus and Alertmanager are not installed and cannot be downloaded and run. On Debian or Ubuntu: apt-get install prometheus prometheus-alertmanager. Elsewhere put prometheus, promtool, alertmanager and amtool into the PATH.",
  );
}

function lookUp<Wanted extends Tool>(wanted: readonly Wanted[]): Tools<Wanted> | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), join(FOLDER, "usr/bin")];
  const tools: Partial<Tools> = {};
  for (const tool of wanted) {
    const names: readonly string[] = NAMES[tool];
    const file = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
    if (file === undefined) return undefined;
    tools[tool] = file;
  }
  return tools as Tools<Wanted>;
}

/** The packages of this machine's own release, unpacked. Says nothing when that does not work: the caller looks again. */
function download(): void {
  try {
    mkdirSync(FOLDER, { recursive: true });
    execFileSync("apt-get", ["download", ...PACKAGES], { cwd: FOLDER, stdio: "ignore", timeout: 120_000 });
    for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".deb"))) {
      execFileSync("dpkg", ["-x", file, "."], { cwd: FOLDER, stdio: "ignore" });
    }
    renameSync(join(FOLDER, "usr/bin/prometheus-alertmanager"), join(FOLDER, "prometheus-alertmanager"));
    const starter = join(FOLDER, "alertmanager");
    writeFileSync(starter, ALERTMANAGER, { mode: 0o755 });
    execFileSync(starter, ["--version"], { stdio: "ignore" });
    renameSync(starter, join(FOLDER, "usr/bin/alertmanager"));
  } catch {
    // No apt here, no network, or no right to a view of the files of one's own.
  }
}
