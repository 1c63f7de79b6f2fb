import { useTranslations } from "next-intl";
import { PermissionNotice } from "@/ui/permission-notice";
import { DeskPage } from "../desk-page";

/** For operators who came by an address that somebody gave them. */
export function AdminsOnly() {
  const t = useTranslations("webhooks");
  return (
    <DeskPage title={t("title")}>
      <PermissionNotice>
        {t("adminsOnly")}
        <span className="block">{t("adminsOnlyHint")}</span>
      </PermissionNotice>
    </DeskPage>
  );
}
