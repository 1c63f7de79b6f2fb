import { useTranslations } from "next-intl";
import { EmptyState } from "@/ui/empty-state";

/** For operators who came by an address that somebody gave them. */
export function AdminsOnly() {
  const t = useTranslations("webhooks");
  return (
    <main id="main" className="px-4 py-16">
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState title={t("adminsOnly")} hint={t("adminsOnlyHint")} />
    </main>
  );
}
