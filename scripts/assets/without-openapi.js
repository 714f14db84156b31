// What the Worker takes for @asteasolutions/zod-to-openapi: routes and schemas are described, and nobody notes it down, because
// /openapi.json is a static file that the build writes (scripts/build-assets.ts).

export class OpenAPIRegistry {
  definitions = [];
  registerPath() {}
  registerComponent() {}
}

/** Schemas keep their method `openapi`, which changes nothing. */
export function extendZodWithOpenApi({ ZodType }) {
  ZodType.prototype.openapi = function () {
    return this;
  };
}

export const getOpenApiMetadata = () => ({});

class NotInTheWorker {
  constructor() {
    throw new Error("the Worker does not write the OpenAPI document: the build does");
  }
}

export { NotInTheWorker as OpenApiGeneratorV3, NotInTheWorker as OpenApiGeneratorV31 };
