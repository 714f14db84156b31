import { defineError } from "../../platform/errors.ts";

export const mediaDuplicate = defineError("product.media_duplicate", 409, "The product shows this already");
export const tooManyMedia = defineError("product.too_many_media", 422, "The product shows too many files");
