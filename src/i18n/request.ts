import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { env } from "@/env";
import { localeCookie, localeFor } from "./config";
import { loadMessages } from "./load-messages";

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const locale = localeFor(chosen, (await headers()).get("accept-language"));
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: env().PROGRAM_TIMEZONE,
    now: new Date(),
  };
});
