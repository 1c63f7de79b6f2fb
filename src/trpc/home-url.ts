import "server-only";
import { env } from "@/env";

/** Where the pages stand, as links to them from elsewhere begin. */
export function homeUrl(): URL {
  return new URL(env().APP_URL);
}
