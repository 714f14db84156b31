import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second in /proc (USER_HZ): 100 on every Linux. */
const TICKS = 100;

/** Processor seconds (user and system) that a process has used; NaN where there is no /proc. */
export function cpuSeconds(pid: number | undefined): number {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS : NaN;
}

/** Busy and all processor seconds of the machine since it started; NaN where there is no /proc. */
export function machineSeconds(): [busy: number, total: number] {
  try {
    const [first = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, ...rest] = first
      .split(/\s+/)
      .slice(1, 9)
      .map(Number);
    const busy = rest.reduce((sum, value) => sum + value, user + nice + system);
    return [busy / TICKS, (busy + idle + wait) / TICKS];
  } catch {
    return [NaN, NaN];
  }
}

/** Processor seconds of this process and its workerd processes. */
export function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return workerdChildren().reduce((sum, pid) => sum + cpuSeconds(pid), (user + system) / 1e6);
}

/** Resident memory of a process in MiB; NaN where there is no /proc. */
export function residentMiB(pid: number | undefined): number {
  if (pid === undefined) return NaN;
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch {
    return NaN;
  }
}

/** Open files and sockets of a process; NaN where there is no /proc. */
export function openFiles(pid: number | undefined): number {
  if (pid === undefined) return NaN;
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return NaN;
  }
}

/** Process ids of this process's own workerd children. */
export function workerdChildren(): number[] {
  try {
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => pid > 0 && Number(statOf(pid)?.[1]) === process.pid)
      .filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("workerd"));
  } catch {
    return [];
  }
}

/** Fields of /proc/PID/stat from the third on (state, ppid, ...): the second, the name, may hold spaces. */
function statOf(pid: number | undefined): string[] | undefined {
  if (pid === undefined) return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
