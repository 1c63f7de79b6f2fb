import { useTranslations } from "next-intl";
import { PermissionNotice } from "@/ui/permission-notice";

/** For operators who came by an address that somebody gave them. */
export function AdminsOnly() {
  const t = useTranslations("webhooks");
  return (
    <main id="main" className="max-w-[80rem] px-4 py-6 sm:px-8 lg:py-7">
      <h1 className="mb-6 text-2xl">{t("title")}</h1>
      <PermissionNotice>
        {t("adminsOnly")}
        <span className="block">{t("adminsOnlyHint")}</span>
      </PermissionNotice>
    </main>
  );
}
