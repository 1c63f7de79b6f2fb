"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";

/** The one time that a secret is seen. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("webhooks.secret");
  const tState = useTranslations("common.state");
  return (
    <Dialog
      open
      once
      // Nothing but the button below: what is shown can't be shown again.
      onOpenChange={() => undefined}
      title={t("title")}
      description={t("text")}
      closeLabel={tState("close")}
    >
      <p className="mb-1.5 font-medium text-sm">{t("label")}</p>
      <code className="block select-all break-all rounded-md bg-sunken px-4 py-3 text-sm">
        {secret}
      </code>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <CopyButton
          text={secret}
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
