import { useTranslations } from "next-intl";
import { OnceDialog } from "@/app/shell/once-dialog";

interface FirstPasswordDialogProps {
  name: string;
  email: string;
  password: string;
  onClose: () => void;
}

/** The last time that a first password is seen: it has to reach whoever it is for. */
export function FirstPasswordDialog({ name, email, password, onClose }: FirstPasswordDialogProps) {
  const t = useTranslations("shell.firstPassword");
  return (
    <OnceDialog
      title={t("title")}
      text={t("text", { name })}
      copies={`${email}\n${password}`}
      onClose={onClose}
    >
      <dl className="space-y-3 rounded-md bg-sunken px-4 py-3 text-sm">
        <div>
          <dt className="text-ink-soft">{t("email")}</dt>
          <dd className="select-all break-all">{email}</dd>
        </div>
        <div>
          <dt className="text-ink-soft">{t("password")}</dt>
          <dd>
            <code className="select-all break-all">{password}</code>
          </dd>
        </div>
      </dl>
    </OnceDialog>
  );
}
