import type { Locale } from "./config";
import type { Catalogs } from "./load-messages";

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Catalogs;
  }
}
