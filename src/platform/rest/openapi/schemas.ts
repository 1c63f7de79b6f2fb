import { z } from "zod";

/** JSON Schema of the declarations' Zod schemas, with named shapes told once. */

export type Json = Record<string, unknown>;

const DIALECT = { target: "draft-2020-12", unrepresentable: "any" } as const;
const SCHEMAS = "#/components/schemas/";

/** Pointers into a schema of its own become pointers into the document. */
function repointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(repointed);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, part]) =>
    name === "$ref" && typeof part === "string"
      ? [name, part.replace(/^#\/\$defs\//, SCHEMAS)]
      : [name, repointed(part)],
  );
  return Object.fromEntries(entries);
}

/** Ids and instants are told as their text, whichever way they go; see scalars. */
function asText({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: Json;
}): void {
  if (!(zodSchema instanceof z.ZodCodec)) return;
  const { $schema: _, ...text } = z.toJSONSchema(zodSchema.in as z.ZodType, DIALECT);
  for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
  Object.assign(jsonSchema, text, z.globalRegistry.get(zodSchema));
}

/** Collects the shapes that were given a name by `.meta({ id })`. */
export class SchemaBook {
  readonly named: Record<string, Json> = {};

  schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
    const options = { ...DIALECT, io, override: asText };
    const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, options);
    for (const [name, shape] of Object.entries($defs)) {
      const { id: __, ...found } = repointed(shape) as Json;
      const known = this.named[name];
      if (known && JSON.stringify(known) !== JSON.stringify(found)) {
        throw new Error(`two shapes are called ${name}`);
      }
      this.named[name] = found;
    }
    return repointed(rest) as Json;
  }

  /** The shape behind a pointer, or the schema itself. */
  resolved(schema: Json): Json {
    const pointer = schema.$ref;
    if (typeof pointer !== "string") return schema;
    return { ...this.named[pointer.slice(SCHEMAS.length)], ...schema, $ref: undefined };
  }
}
