import { slugify } from "../catalog/index.ts";
import { ChunkPlanner, type FilePlan, type FileScanner, type RecordGroup } from "./import-file-plan.ts";
import { HOLDS_NUL, malformed, readHeader } from "./shopify-csv.rows.ts";

const NUL = 0;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BOM = [0xef, 0xbb, 0xbf];

/** Where in a cell the scanner stands. */
const START = 0;
const BARE = 1;
const QUOTED = 2;
const BEHIND_QUOTE = 3;

const MAX_HEADER = 256 * 1024;
/** Longer handles are refused; only that two of them differ may go unnoticed here. */
const MAX_HANDLE = 1_024;

/**
 * Finds the records of a product CSV byte by byte, by the rules that `readRows` parses with, and plans its chunks. Of the
 * cells it looks at the header and at handles only, so that 100 MB take about a second of CPU.
 */
export class CsvScanner implements FileScanner {
  #planner = new ChunkPlanner();
  #text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
  #header: string | undefined;
  #headerBytes: number[] = [];
  #handleColumn = -1;
  #handleBytes = new Uint8Array(MAX_HANDLE);
  #handleLength = 0;
  #handle = "";
  #group: RecordGroup | undefined;
  #offset = 0;
  #line = 1;
  #isAfterCr = false;
  #state = START;
  #column = 0;
  #isBlank = true;
  #recordStart = 0;
  #recordLine = 1;

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#take(byte);
      this.#offset += 1;
    }
  }

  end(): FilePlan {
    if (this.#state === QUOTED) throw malformed(this.#recordLine, "a quoted cell is not closed");
    this.#endRecord(this.#offset);
    if (this.#header === undefined) readHeader("");
    if (this.#group) this.#planner.add(this.#group);
    return this.#planner.plan(this.#header ?? "");
  }

  #take(byte: number): void {
    if (byte === NUL) throw malformed(this.#line, HOLDS_NUL);
    if (byte === LF && this.#isAfterCr) {
      this.#isAfterCr = false;
      if (this.#state === QUOTED) this.#keep(byte);
      else this.#startRecord(this.#offset + 1);
      return;
    }
    this.#isAfterCr = byte === CR;
    if (byte === CR || byte === LF) this.#line += 1;
    switch (this.#state) {
      case QUOTED:
        if (byte === QUOTE) this.#state = BEHIND_QUOTE;
        this.#keep(byte, byte !== QUOTE);
        return;
      case BEHIND_QUOTE:
        if (byte === QUOTE) {
          this.#state = QUOTED;
          this.#keep(byte);
          return;
        }
        if (byte !== COMMA && byte !== CR && byte !== LF) {
          throw malformed(this.#recordLine, "text follows the closing quote of a cell");
        }
        break;
      case BARE:
        if (byte === QUOTE)
          throw malformed(this.#recordLine, "a quote stands inside of a cell without quotes");
        break;
      case START:
        if (byte === QUOTE) {
          this.#state = QUOTED;
          this.#keep(byte, false);
          return;
        }
        break;
    }
    if (byte === CR || byte === LF) {
      this.#endRecord(this.#offset);
      this.#startRecord(this.#offset + 1);
      return;
    }
    if (byte === COMMA) {
      this.#state = START;
      this.#column += 1;
      if (this.#header === undefined) this.#keep(byte, false);
      return;
    }
    if (this.#offset < BOM.length && byte === BOM[this.#offset]) {
      this.#recordStart = this.#offset + 1;
      return;
    }
    this.#state = BARE;
    this.#keep(byte);
  }

  /** `isContent`: whether the byte is a part of what the cell says. */
  #keep(byte: number, isContent = true): void {
    if (isContent && byte !== SPACE && (byte < TAB || byte > CR)) this.#isBlank = false;
    if (this.#header === undefined) {
      this.#headerBytes.push(byte);
      if (this.#headerBytes.length > MAX_HEADER)
        throw malformed(1, "the first line is too long for a header");
    } else if (this.#column === this.#handleColumn && this.#handleLength < MAX_HANDLE) {
      this.#handleBytes[this.#handleLength] = byte;
      this.#handleLength += 1;
    }
  }

  #startRecord(offset: number): void {
    this.#recordStart = offset;
    this.#recordLine = this.#line;
    this.#state = START;
    this.#column = 0;
    this.#isBlank = true;
    this.#handleLength = 0;
    if (this.#header === undefined) this.#headerBytes = [];
  }

  #endRecord(end: number): void {
    if (this.#isBlank) return;
    if (this.#header === undefined) {
      this.#header = this.#text.decode(Uint8Array.from(this.#headerBytes));
      this.#handleColumn = readHeader(this.#header).indexOf("Handle");
      return;
    }
    const handle = this.#text.decode(this.#handleBytes.subarray(0, this.#handleLength));
    const group = this.#group;
    const isSame = group !== undefined && (handle === this.#handle || handle.trim() === "");
    const key = isSame ? group.key : keyOf(handle);
    if (handle.trim() !== "") this.#handle = handle;
    if (group?.key === key) {
      group.end = end;
      group.rows += 1;
      return;
    }
    if (group) this.#planner.add(group);
    this.#group = { key, start: this.#recordStart, end, line: this.#recordLine, rows: 1 };
  }
}

/** What `productsOf` groups by: the slug of the handle. */
function keyOf(cell: string): string {
  const bare = cell.startsWith('"') ? cell.slice(1).replace(/"$/, "").replaceAll('""', '"') : cell;
  return slugify(bare.trim());
}
