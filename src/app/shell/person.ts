import { cache } from "react";
import { api } from "@/trpc/server";

/** Who is at the browser, asked once per request. */
export const personAtBrowser = cache(async () => (await api()).access.me({}));
