"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";

interface FirstPasswordDialogProps {
  name: string;
  email: string;
  password: string;
  onClose: () => void;
}

/** The last time that a first password is seen: it has to reach whoever it is for. */
export function FirstPasswordDialog({ name, email, password, onClose }: FirstPasswordDialogProps) {
  const t = useTranslations("shell.firstPassword");
  const tState = useTranslations("common.state");
  return (
    <Dialog
      open
      once
      onOpenChange={() => undefined}
      title={t("title")}
      description={t("text", { name })}
      closeLabel={tState("close")}
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
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <CopyButton
          text={`${email}\n${password}`}
          label={t("copy")}
          copiedText={t("copied")}
          failedText={t("copyFailed")}
          size="md"
        />
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </div>
    </Dialog>
  );
}
