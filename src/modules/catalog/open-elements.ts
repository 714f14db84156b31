/** Deeper elements lose their tags. */
const MAX_DEPTH = 100;

/** HTML that is being written, with the elements of it that are open. */
export class OpenElements {
  readonly #written: string[] = [];
  readonly #open: { tag: string; at: number }[] = [];
  /** How deep those of a kind are. */
  readonly #depths = new Map<string, number[]>();

  get top(): string | undefined {
    return this.#open.at(-1)?.tag;
  }

  /** The innermost open element of these. */
  nearest(tags: readonly string[]): string | undefined {
    return this.#open[this.#depthOf(tags)]?.tag;
  }

  write(html: string): void {
    this.#written.push(html);
  }

  /** Writes in front of the innermost table, after what was written there before. */
  writeBeforeTable(html: string): void {
    const at = this.#open[this.#depthOf(["table"])]?.at ?? 0;
    this.#written[at] += html;
  }

  /** Opens an element by its start tag, unless it would be too deep. */
  open(tag: string, startTag: string): void {
    if (this.#open.length >= MAX_DEPTH) return;
    // The empty text is what `writeBeforeTable` adds to.
    const depth = this.#open.push({ tag, at: this.#written.push("", startTag) - 2 }) - 1;
    const depths = this.#depths.get(tag);
    if (depths) depths.push(depth);
    else this.#depths.set(tag, [depth]);
  }

  /** Closes the innermost element of these, and all in it, unless one of `barriers` stands in between. */
  close(tags: readonly string[], barriers: readonly string[]): void {
    const found = this.#depthOf(tags);
    if (found !== -1 && found >= this.#depthOf(barriers)) this.#closeTo(found);
  }

  /** Closes everything that is open in the innermost element of these. */
  closeDownTo(tags: readonly string[]): void {
    this.#closeTo(this.#depthOf(tags) + 1);
  }

  /** What was written, with everything closed. */
  finished(): string {
    this.#closeTo(0);
    return this.#written.join("");
  }

  #closeTo(depth: number): void {
    for (const { tag } of this.#open.splice(depth).reverse()) {
      this.#written.push(`</${tag}>`);
      this.#depths.get(tag)?.pop();
    }
  }

  /** How deep the innermost open element of these is; -1: none is open. */
  #depthOf(tags: readonly string[]): number {
    let innermost = -1;
    for (const tag of tags) innermost = Math.max(innermost, this.#depths.get(tag)?.at(-1) ?? -1);
    return innermost;
  }
}
