import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

export function BackToActivities() {
  const t = useTranslations("activityDesk");
  return (
    <Link
      href="/console/activities"
      className="-ml-1 mb-4 inline-flex items-center gap-1 rounded-sm py-1 text-ink-soft text-sm hover:text-ink"
    >
      <ChevronLeft aria-hidden="true" className="size-4" />
      {t("back")}
    </Link>
  );
}
