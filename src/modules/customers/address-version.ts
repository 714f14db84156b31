import { conflict, type DomainError, preconditionFailed } from "../../platform/errors.ts";
import { etagOf } from "../../platform/http/index.ts";
import type { AddressRow } from "./addresses.repo.ts";

/** @throws resource.precondition_failed when the address is of another version than the expected one */
export function checkAddressVersion(row: AddressRow, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || row.version === expectedVersion) return;
  throw preconditionFailed("The address has changed since that version. Read it again.", {
    headers: { ETag: etagOf(row.version) },
  });
}

/** The error for an address that changed between being read and being written. */
export function overtaken(expectedVersion: number | undefined): DomainError {
  return expectedVersion === undefined
    ? conflict("The address was changed at the same time. Read it again and retry.")
    : preconditionFailed("The address has changed since that version. Read it again.");
}
