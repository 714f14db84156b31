import { importProductTooLarge, importRowsScattered, importTooLarge } from "./import.errors.ts";

/** Whole records of a file: where they start, how many bytes they have, on which physical line they start. */
export type FilePiece = readonly [offset: number, bytes: number, line: number];

/** The part of a file that one commit imports: whole products only, in ascending pieces. */
export interface FileChunk {
  pieces: FilePiece[];
  rows: number;
}

/** How a file is taken apart. Small enough to be kept with the job that imports it. */
export interface FilePlan {
  /** The text of the header; "" where the format has none. */
  header: string;
  rows: number;
  chunks: FileChunk[];
}

/** Sees a file once, as it comes in, in buffers of any size, and plans how to take it apart. */
export interface FileScanner {
  /** @throws DomainError when the file cannot be imported at all */
  push(bytes: Uint8Array): void;
  /** @throws DomainError when the file cannot be imported at all */
  end(): FilePlan;
}

/** Consecutive records of one product. `key` tells products apart. */
export interface RecordGroup {
  key: string;
  start: number;
  end: number;
  line: number;
  rows: number;
}

const MAX_FILE_ROWS = 200_000;

/** A chunk ends before it gets larger than this; one product alone may have MAX_PRODUCT. */
const CHUNK = { products: 200, rows: 1_000, bytes: 512 * 1024 };
const MAX_PRODUCT = { rows: 5_000, bytes: 4 * 1024 * 1024 };
/** Each piece of a product that stands apart costs a read of its own. */
const MAX_SCATTERED = 500;

/**
 * Puts the products of a file into chunks. Records of a product that come back after other products join those that came
 * first, as an import of the whole file at once would have it.
 */
export class ChunkPlanner {
  #chunks: FileChunk[] = [];
  #sizes: { products: number; bytes: number }[] = [];
  #chunkOf = new Map<string, number>();
  #rows = 0;
  #scattered = 0;
  /** Whether the last piece of the last chunk is what the file had last. */
  #isContiguous = false;

  /** @throws catalog.import_too_large catalog.import_product_too_large catalog.import_rows_scattered */
  add(group: RecordGroup): void {
    this.#rows += group.rows;
    if (this.#rows > MAX_FILE_ROWS) {
      throw importTooLarge(`At most ${MAX_FILE_ROWS} rows are taken at once.`, {
        facts: { max_rows: MAX_FILE_ROWS },
      });
    }
    const last = this.#chunks.length - 1;
    const known = this.#chunkOf.get(group.key);
    if (known !== undefined && known !== last) {
      this.#scattered += 1;
      if (this.#scattered > MAX_SCATTERED) {
        throw importRowsScattered("Sort the file so that all rows of a product stand together.", {
          facts: { line: group.line },
        });
      }
      this.#isContiguous = false;
      this.#append(known, group, false);
      return;
    }
    const target = known ?? this.#roomFor(group, last);
    this.#chunkOf.set(group.key, target);
    this.#append(target, group, this.#isContiguous);
    this.#isContiguous = true;
  }

  plan(header: string): FilePlan {
    return { header, rows: this.#rows, chunks: this.#chunks };
  }

  #roomFor(group: RecordGroup, last: number): number {
    const chunk = this.#chunks[last];
    const size = this.#sizes[last];
    const isRoom =
      chunk &&
      size &&
      size.products < CHUNK.products &&
      chunk.rows + group.rows <= CHUNK.rows &&
      size.bytes + group.end - group.start <= CHUNK.bytes;
    if (!isRoom) {
      this.#chunks.push({ pieces: [], rows: 0 });
      this.#sizes.push({ products: 0, bytes: 0 });
      this.#isContiguous = false;
    }
    const target = this.#chunks.length - 1;
    const targetSize = this.#sizes[target];
    if (targetSize) targetSize.products += 1;
    return target;
  }

  #append(index: number, { start, end, line, rows }: RecordGroup, joins: boolean): void {
    const chunk = this.#chunks[index];
    const size = this.#sizes[index];
    if (!chunk || !size) return;
    const piece = joins ? chunk.pieces.pop() : undefined;
    const [from, , fromLine] = piece ?? [start, 0, line];
    chunk.pieces.push([from, end - from, fromLine]);
    chunk.rows += rows;
    size.bytes += end - start;
    if (chunk.rows > MAX_PRODUCT.rows || size.bytes > MAX_PRODUCT.bytes) {
      const message = `A product has more than ${MAX_PRODUCT.rows} rows or ${MAX_PRODUCT.bytes} bytes, at line ${line}.`;
      throw importProductTooLarge(message, {
        facts: { line, max_rows: MAX_PRODUCT.rows, max_bytes: MAX_PRODUCT.bytes },
      });
    }
  }
}
