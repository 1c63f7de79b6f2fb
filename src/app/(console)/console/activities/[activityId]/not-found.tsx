import { useTranslations } from "next-intl";
import { EmptyState } from "@/ui/empty-state";
import { BackToActivities } from "../back-to-activities";

export default function ActivityNotFound() {
  const t = useTranslations("activityDesk");
  return (
    <main id="main" className="px-4 py-6 sm:px-8 lg:py-7">
      <BackToActivities />
      <h1 className="sr-only">{t("notFound")}</h1>
      <EmptyState title={t("notFound")} hint={t("notFoundHint")} />
    </main>
  );
}
