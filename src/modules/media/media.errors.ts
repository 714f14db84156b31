import { defineError } from "../../platform/errors.ts";

export const mediaEmpty = defineError("media.empty", 422, "The file has no bytes");
export const mediaTypeNotAllowed = defineError(
  "media.type_not_allowed",
  415,
  "Files of this type are not accepted",
);
export const mediaInUse = defineError("media.in_use", 409, "A product uses the file");
export const mediaLengthMismatch = defineError(
  "media.length_mismatch",
  422,
  "The file has another length than announced",
);
export const mediaChecksumMismatch = defineError(
  "media.checksum_mismatch",
  422,
  "The file has another checksum than announced",
);
export const uploadTokenInvalid = defineError(
  "media.upload_token_invalid",
  401,
  "The upload's token is not genuine",
);
export const uploadExpired = defineError("media.upload_expired", 410, "The time for the upload is over");
export const uploadUsed = defineError("media.upload_used", 409, "The upload was completed before");
export const rangeNotSatisfiable = defineError(
  "media.range_not_satisfiable",
  416,
  "The file has no such range",
);
