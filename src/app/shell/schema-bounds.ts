import type { z } from "zod";

/** What a schema says of one value, as a control shows it. */
export interface Bounds {
  required: boolean;
  maxLength: number | undefined;
}

/** Of a schema that is not there yet. */
export const UNBOUNDED: Bounds = { required: false, maxLength: undefined };

interface Definition {
  innerType?: z.ZodType;
  in?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  options?: readonly z.ZodType[];
}

const definitionOf = (schema: z.ZodType) => schema.def as Definition;

/** Without what only says that it may be missing, and before it is changed into something else. */
function innermost(schema: z.ZodType): { schema: z.ZodType; isOptional: boolean } {
  const { innerType, in: before } = definitionOf(schema);
  if (before) return innermost(before);
  return innerType
    ? { schema: innermost(innerType).schema, isOptional: true }
    : { schema, isOptional: false };
}

/** A part of an object, a list or one of several kinds of objects; undefined where nobody has it. */
function partOf(whole: z.ZodType, name: string): z.ZodType | undefined {
  const { shape, element, options } = definitionOf(innermost(whole).schema);
  return element ?? shape?.[name] ?? options?.map((one) => partOf(one, name)).find(Boolean);
}

/** `boundsOf(createKeyInput, "name")` → { required: true, maxLength: 64 } */
export function boundsOf(whole: z.ZodType, path: string): Bounds {
  const part = path
    .split(".")
    .reduce<z.ZodType | undefined>((schema, name) => schema && partOf(schema, name), whole);
  if (!part) return UNBOUNDED;
  const { schema, isOptional } = innermost(part);
  const maxLength =
    part.meta()?.maxLength ?? schema.meta()?.maxLength ?? (schema as z.ZodString).maxLength;
  return {
    required: !isOptional,
    maxLength: typeof maxLength === "number" ? maxLength : undefined,
  };
}
