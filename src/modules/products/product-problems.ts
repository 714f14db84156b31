import { type InputError, invalidInput } from "../../platform/errors.ts";

/** Collects what is wrong with an input, so that one answer names all of it. */
export class Problems {
  readonly #errors: InputError[] = [];

  add(pointer: string, code: string, message: string): void {
    this.#errors.push({ pointer, code, message });
  }

  /** @throws request.invalid when there are any */
  throwAny(): void {
    const [first] = this.#errors;
    if (first) throw invalidInput(`${first.pointer} ${first.message}`, { errors: [...this.#errors] });
  }
}

/** A member's name as a part of a JSON Pointer in a URI fragment. */
export function pointerPart(name: string): string {
  return encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
}
