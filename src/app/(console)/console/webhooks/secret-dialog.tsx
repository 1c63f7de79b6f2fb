import { useTranslations } from "next-intl";
import { OnceDialog } from "@/app/shell/once-dialog";

/** The one time that a secret is seen. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("webhooks.secret");
  return (
    <OnceDialog title={t("title")} text={t("text")} copies={secret} onClose={onClose}>
      <p className="mb-1.5 font-medium text-sm">{t("label")}</p>
      <code className="block select-all break-all rounded-md bg-sunken px-4 py-3 text-sm">
        {secret}
      </code>
    </OnceDialog>
  );
}
