import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";

export default function ConsoleNotFound() {
  const t = useTranslations("shell.notFound");
  return (
    <main id="main" className="px-4 py-16">
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        title={t("title")}
        hint={t("text")}
        action={
          <Link href="/console" className={buttonClass("secondary", "sm")}>
            {t("back")}
          </Link>
        }
      />
    </main>
  );
}
