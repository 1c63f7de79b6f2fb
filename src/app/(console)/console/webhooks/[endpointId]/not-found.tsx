import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";

export default function EndpointNotFound() {
  const t = useTranslations("webhooks");
  return (
    <main id="main" className="px-4 py-16">
      <h1 className="sr-only">{t("notFoundTitle")}</h1>
      <EmptyState
        title={t("notFoundTitle")}
        hint={t("notFoundText")}
        action={
          <Link href="/console/webhooks" className={buttonClass("secondary", "sm")}>
            {t("back")}
          </Link>
        }
      />
    </main>
  );
}
