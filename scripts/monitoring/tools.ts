import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { inProject } from "../lib/paths.ts";
import { Failure } from "../lib/terminal.ts";

export interface Tools {
  prometheus: string;
  promtool: string;
  alertmanager: string;
  amtool: string;
}

/** What each is called; Debian's packages put a name before Alertmanager's. */
const NAMES: Readonly<Record<keyof Tools, readonly string[]>> = {
  prometheus: ["prometheus"],
  promtool: ["promtool"],
  alertmanager: ["prometheus-alertmanager", "alertmanager"],
  amtool: ["amtool"],
};

const PACKAGES = ["prometheus", "prometheus-alertmanager"];
const FOLDER = inProject(".local/tools");

/**
 * Prometheus' and Alertmanager's programs: from PATH, else from .local/tools, where Debian's packages are unpacked once, without root.
 * @throws Failure that says how to install them
 */
export function findTools(): Tools {
  const found = lookUp();
  if (found) return found;
  download();
  const unpacked = lookUp();
  if (unpacked) return unpacked;
  throw new Failure(
    "Prometheus and Alertmanager are not installed and cannot be downloaded. On Debian or Ubuntu: apt-get install prometheus prometheus-alertmanager. Elsewhere put prometheus, promtool, alertmanager and amtool into the PATH.",
  );
}

function lookUp(): Tools | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), join(FOLDER, "usr/bin")];
  const tools: Partial<Tools> = {};
  for (const [tool, names] of Object.entries(NAMES) as [keyof Tools, readonly string[]][]) {
    const file = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
    if (file === undefined) return undefined;
    tools[tool] = file;
  }
  return tools as Tools;
}

/** The packages of this machine's own release, unpacked. Says nothing when that does not work: the caller looks again. */
function download(): void {
  try {
    mkdirSync(FOLDER, { recursive: true });
    execFileSync("apt-get", ["download", ...PACKAGES], { cwd: FOLDER, stdio: "ignore", timeout: 120_000 });
    for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".deb"))) {
      execFileSync("dpkg", ["-x", file, "."], { cwd: FOLDER, stdio: "ignore" });
    }
  } catch {
    // No apt here, or no network.
  }
}
