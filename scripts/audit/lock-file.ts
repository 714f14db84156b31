/** What of package-lock.json (version 3) the checks look at. */
export interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  optional?: boolean;
  os?: string[];
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface LockFile {
  lockfileVersion: number;
  packages: Record<string, LockedPackage>;
}

export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  /** Which packages may run scripts of their own while they are installed. */
  allowScripts?: Record<string, boolean>;
}

/** Licences that ask for no more than to be named. Plain "BSD" is what packages of before SPDX call the one with three clauses. */
const LICENCES = new Set(
  "MIT MIT-0 ISC 0BSD BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 CC0-1.0 Unlicense Zlib Python-2.0".split(
    " ",
  ),
);

const EXACT = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** The name of the package that is installed at a path of the lock file. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

/**
 * What the lock file has of which nobody knows what will be installed, or may be shipped: a version that is no exact one, a package
 * without a checksum, or from somewhere else than the registry, an installation script that nobody has decided on, a licence of a
 * shipped package that asks for more than to be named.
 */
export function lockProblems(lock: LockFile, manifest: Manifest, shipped: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (!EXACT.test(range)) problems.push(`${name}: ${range} is no exact version`);
  }
  if (lock.lockfileVersion < 3) problems.push("the lock file is of an old version");
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "") continue;
    const name = nameOf(path);
    if (entry.resolved !== undefined && !entry.resolved.startsWith("https://registry.npmjs.org/")) {
      problems.push(`${path} does not come from the registry`);
    }
    // What is made for other systems is not always downloaded when the lock file is made; npm leaves its checksum out.
    const isForOthers = entry.optional === true && entry.os !== undefined;
    if (entry.integrity === undefined && entry.link !== true && !isForOthers) {
      problems.push(`${path} has no checksum`);
    }
    if (entry.integrity !== undefined && !/^sha(?:512|384|256)-/.test(entry.integrity)) {
      problems.push(`${path} has a checksum that can be forged`);
    }
    if (
      entry.hasInstallScript === true &&
      manifest.allowScripts?.[name] === undefined &&
      entry.os === undefined
    ) {
      problems.push(`${path} runs a script when it is installed: decide on it in "allowScripts"`);
    }
    if (shipped.has(path) && !isAllowed(entry.license ?? "")) {
      problems.push(`${path} is shipped under ${entry.license ?? "no licence"}`);
    }
  }
  return problems;
}

/** Whether an SPDX expression lets us choose licences that are allowed. */
export function isAllowed(expression: string): boolean {
  const bare = expression.replaceAll(/[()]/g, "");
  return bare
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((each) => LICENCES.has(each.trim())));
}

/** Where in the lock file the packages stand that these names lead to, with all that they need. */
export function closureOf(lock: LockFile, names: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const visit = (from: string, name: string): void => {
    const path = placeOf(lock, from, name);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = lock.packages[path] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      visit(path, next);
  };
  for (const name of names) visit("", name);
  return found;
}

/** Where Node would find a package that is asked for from a place; undefined for an optional one that is not there. */
function placeOf(lock: LockFile, from: string, name: string): string | undefined {
  const path = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  if (path in lock.packages) return path;
  if (from === "") return undefined;
  const up = from.lastIndexOf("/node_modules/");
  return placeOf(lock, up === -1 ? "" : from.slice(0, up), name);
}
