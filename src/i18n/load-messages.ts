import type { Messages } from "next-intl";
import { type Locale, namespaces } from "./config";

export type Namespace = (typeof namespaces)[number];

export async function loadMessages(locale: Locale): Promise<Messages> {
  const files = await Promise.all(
    namespaces.map(async (namespace) => {
      const file = await import(`./messages/${locale}/${namespace}.json`);
      return [namespace, file.default] as const;
    }),
  );
  return Object.fromEntries(files) as Messages;
}

/** Only what a page's client components say is sent to the browser. */
export function pickMessages<Name extends Namespace>(
  messages: Messages,
  names: readonly Name[],
): Pick<Messages, Name> {
  return Object.fromEntries(names.map((name) => [name, messages[name]])) as Pick<Messages, Name>;
}
