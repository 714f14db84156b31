type Version = [major: number, minor: number, patch: number];

function partsOf(version: string): Version {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  if (patch === undefined) throw new Error(`${version} is no version`);
  return [Number(major), Number(minor), Number(patch)];
}

/** Below 0 when the first version is the older one. */
export function compareVersions(left: string, right: string): number {
  const others = partsOf(right);
  return partsOf(left).reduce((sum, part, index) => sum || part - (others[index] ?? 0), 0);
}

/** Whether a version may break what the other one promised: a new major version, below 1.0 a new minor one (Semantic Versioning). */
export function mayBreak(released: string, next: string): boolean {
  const [major, minor] = partsOf(released);
  const [nextMajor, nextMinor] = partsOf(next);
  return nextMajor > major || (major === 0 && nextMajor === 0 && nextMinor > minor);
}
