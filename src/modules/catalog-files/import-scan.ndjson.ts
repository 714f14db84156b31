import { ChunkPlanner, type FilePlan, type FileScanner } from "./import-file-plan.ts";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** Finds the lines of a file that has one product a line, and plans its chunks. Blank lines are skipped. */
export class NdjsonScanner implements FileScanner {
  #planner = new ChunkPlanner();
  #offset = 0;
  #line = 1;
  #lineStart = 0;
  #isBlank = true;

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === LF) this.#endLine();
      else if (byte !== SPACE && byte !== TAB && byte !== CR) this.#isBlank = false;
      this.#offset += 1;
    }
  }

  end(): FilePlan {
    this.#endLine();
    return this.#planner.plan("");
  }

  #endLine(): void {
    if (!this.#isBlank) {
      const line = this.#line;
      this.#planner.add({ key: String(line), start: this.#lineStart, end: this.#offset, line, rows: 1 });
    }
    this.#line += 1;
    this.#lineStart = this.#offset + 1;
    this.#isBlank = true;
  }
}
