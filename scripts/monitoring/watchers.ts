import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { freePort } from "../lib/free-port.ts";
import { inProject } from "../lib/paths.ts";
import { Failure, poll } from "../lib/terminal.ts";
import type { Tools } from "./tools.ts";

/** An alert as Alertmanager's webhook tells of it. */
export interface Told {
  receiver: string;
  status: "firing" | "resolved";
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** A Prometheus and an Alertmanager that watch one server, with the files of ops/, and whoever they tell. */
export interface Watchers {
  prometheusUrl: string;
  /** Waits until the receiver was told of it. @throws Failure after `timeoutMs` */
  told(alertname: string, status: Told["status"], timeoutMs: number): Promise<Told>;
  stop(): Promise<void>;
}

/** Starts them. What takes minutes in the files takes a second or two here; nothing else is changed but addresses and receivers. */
export async function startWatchers(
  tools: Tools<"prometheus" | "alertmanager">,
  target: URL,
  token: string,
): Promise<Watchers> {
  const folder = inProject(`.local/drill-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const [port, alertPort] = [await freePort(), await freePort()];
  const told: Told[] = [];
  const receiver = await startReceiver(told);
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("token", token);
  write("alerts.yml", ops("alerts.yml").replaceAll(/for: \w+/g, "for: 1s"));
  write("prometheus.yml", prometheusConfig(target, alertPort, join(folder, "token")));
  write("alertmanager.yml", alertmanagerConfig(receiver.url));
  const children = [
    spawn(tools.alertmanager, [
      `--config.file=${join(folder, "alertmanager.yml")}`,
      `--storage.path=${join(folder, "alertmanager")}`,
      `--web.listen-address=127.0.0.1:${alertPort}`,
      "--cluster.listen-address=",
      "--log.level=error",
    ]),
    spawn(tools.prometheus, [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "prometheus")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ]),
  ];
  // Nothing stays behind, however this process ends.
  const kill = () => children.forEach((child) => child.kill("SIGKILL"));
  process.once("exit", kill);
  let said = "";
  for (const child of children) child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  return {
    prometheusUrl: `http://127.0.0.1:${port}`,
    async told(alertname, status, timeoutMs) {
      const find = () =>
        told.find((each) => each.labels["alertname"] === alertname && each.status === status);
      const found = await poll(() => Promise.resolve(find()), { timeoutMs });
      if (found) return found;
      const others = told.map((each) => `${each.labels["alertname"]} ${each.status}`).join(", ") || "nothing";
      throw new Failure(`Nobody was told that ${alertname} is ${status}; told: ${others}\n${said}`);
    },
    async stop() {
      await Promise.all(children.map((child) => ended(child)));
      process.off("exit", kill);
      receiver.server.close();
      receiver.server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const ops = (file: string) => readFileSync(inProject(`ops/${file}`), "utf8");

/** @throws Failure when there is nothing to replace: the file was changed */
function replaced(text: string, what: RegExp, by: string): string {
  if (!what.test(text)) throw new Failure(`The drill finds no ${what.source} to replace.`);
  return text.replace(what, by);
}

function prometheusConfig(target: URL, alertPort: number, tokenFile: string): string {
  let text = ops("prometheus.yml");
  text = replaced(text, /scrape_interval: \w+/, "scrape_interval: 2s");
  text = replaced(text, /scrape_timeout: \w+/, "scrape_timeout: 2s");
  text = replaced(text, /evaluation_interval: \w+/, "evaluation_interval: 1s");
  text = replaced(text, /scheme: https/, `scheme: ${target.protocol.slice(0, -1)}`);
  text = replaced(text, /credentials_file: \S+/, `credentials_file: ${tokenFile}`);
  text = replaced(text, /targets: \["edge-commerce[^\]]*\]/, `targets: ["${target.host}"]`);
  return replaced(text, /targets: \["localhost:9093"\]/, `targets: ["127.0.0.1:${alertPort}"]`);
}

/** The routes are those of the file; only who is behind a receiver is another. */
function alertmanagerConfig(url: string): string {
  let text = ops("alertmanager.yml").replaceAll(/group_(wait|interval): \w+/g, "group_$1: 1s");
  const names = [...text.slice(text.indexOf("\nreceivers:")).matchAll(/^ {2}- name: (\w+)$/gm)].map(
    ([, name]) => name,
  );
  text = text.slice(0, text.indexOf("\nreceivers:"));
  const receivers = names.map((name) => `  - name: ${name}\n    webhook_configs:\n      - url: ${url}\n`);
  return `${text}\nreceivers:\n${receivers.join("")}`;
}

async function startReceiver(told: Told[]): Promise<{ server: Server; url: string }> {
  const port = await freePort();
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (data: Buffer) => (text += data.toString()));
    request.on("end", () => {
      const body = JSON.parse(text) as { receiver: string; alerts: Omit<Told, "receiver">[] };
      told.push(...body.alerts.map((alert) => ({ ...alert, receiver: body.receiver })));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${port}/` };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await exit;
  clearTimeout(timer);
}
