import { zodResolver } from "@hookform/resolvers/zod";
import type { FieldValues, Resolver } from "react-hook-form";
import type { z } from "zod";
import type { Locale } from "@/i18n/config";
import { schemaWords } from "@/i18n/schema-words";

interface Asked {
  values: never;
  context: unknown;
  options: never;
}

/** What a schema says of what was typed, in the reader's language. Heavy, so forms fetch it when they judge. */
export function judged(
  schema: z.ZodType<unknown, FieldValues>,
  locale: Locale,
  { values, context, options }: Asked,
): ReturnType<Resolver<FieldValues>> {
  const judge = zodResolver(schema, { error: schemaWords[locale] as never }, { raw: true });
  return judge(values, context, options);
}
