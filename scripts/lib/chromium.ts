import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What the program is called by Debian, by Ubuntu and by Google. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_A_MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const INSTALL_TIMEOUT_MS = 600_000;

/** How somebody without it gets the browser that the tests need. */
export const HOW_TO_GET_CHROMIUM =
  "Install Chromium (on Debian: apt-get install chromium) or Google Chrome, or name the program in CHROMIUM.";

/** This machine's Chromium or Chrome: the one named in CHROMIUM, else from PATH. Undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM"];
  if (named) return existsSync(named) ? named : undefined;
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  const programs = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...programs, ...ON_A_MAC].find(existsSync);
}

/** Installs Debian's Chromium where that can be done without asking anybody. Says nothing when it cannot. */
export function installChromium(): string | undefined {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args: string[]) => {
    const [program = "", ...rest] = [...sudo, "apt-get", ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync(program, rest, { env, stdio: "ignore", timeout: INSTALL_TIMEOUT_MS });
  };
  try {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium");
  } catch {
    // No apt here, no network, or no right to install.
  }
  return findChromium();
}
