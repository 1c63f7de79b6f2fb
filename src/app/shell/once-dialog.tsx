"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";

interface OnceDialogProps {
  title: string;
  text: string;
  /** What goes to the clipboard. */
  copies: string;
  onClose: () => void;
  children: ReactNode;
}

/** What is seen this once and can't be shown again: nothing but its button closes it. */
export function OnceDialog({ title, text, copies, onClose, children }: OnceDialogProps) {
  const t = useTranslations("shell.once");
  const tState = useTranslations("common.state");
  return (
    <Dialog
      open
      once
      onOpenChange={() => undefined}
      title={title}
      description={text}
      closeLabel={tState("close")}
    >
      {children}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <CopyButton
          text={copies}
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
