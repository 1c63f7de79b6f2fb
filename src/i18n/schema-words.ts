import { en, zhCN } from "zod/locales";
import type { Locale } from "./config";

/** What a schema says of a value that it refuses, in the reader's language: the server's answer and a form's. */
export const schemaWords = {
  "zh-CN": zhCN().localeError,
  en: en().localeError,
} satisfies Record<Locale, unknown>;
