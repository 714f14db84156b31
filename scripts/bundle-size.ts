// Part of npm run check: whether the Worker that the dry run has just built for production fits its budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { inProject } from "./lib/paths.ts";

const BUDGET_KIB = 400;

const kib = gzipSync(readFileSync(inProject(".build/production/main.js"))).length / 1024;
console.log(`${kib.toFixed(1)} KiB gzip of ${BUDGET_KIB}`);
if (kib > BUDGET_KIB) process.exitCode = 1;
