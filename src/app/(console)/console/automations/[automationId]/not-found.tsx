import { useTranslations } from "next-intl";
import { EmptyState } from "@/ui/empty-state";
import { DeskPage } from "../../desk-page";

export default function AutomationNotFound() {
  const t = useTranslations("automationDesk");
  return (
    <DeskPage className="max-w-none" back={{ href: "/console/automations", label: t("back") }}>
      <h1 className="sr-only">{t("notFound")}</h1>
      <EmptyState title={t("notFound")} hint={t("notFoundHint")} />
    </DeskPage>
  );
}
