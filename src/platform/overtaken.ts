import { conflict, type DomainError, preconditionFailed } from "./errors.ts";

/** What a lost race for a resource is called: 412 for whoever named a version, else 409. */
export function overtaken(expectedVersion: number | undefined): DomainError {
  return expectedVersion === undefined
    ? conflict("It was changed at the same time. Read it again and retry.")
    : preconditionFailed("It has changed since that version. Read it again.");
}

/** @throws resource.precondition_failed when the resource is not of the version that the change is conditional on */
export function checkVersion(row: { version: number }, expectedVersion: number | undefined): void {
  if (expectedVersion !== undefined && expectedVersion !== row.version) throw overtaken(expectedVersion);
}
