"use client";

import { Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";

interface SecretDialogProps {
  secret: string;
  /** Opens nothing before a second person has approved it. */
  waits: boolean;
  onClose: () => void;
}

/** The only time that a key's secret is seen. */
export function SecretDialog({ secret, waits, onClose }: SecretDialogProps) {
  const t = useTranslations("access.keys.secret");
  const tState = useTranslations("common.state");

  async function copy(): Promise<void> {
    // Without https there is no clipboard to write to.
    const written = navigator.clipboard?.writeText(secret) ?? Promise.reject();
    await written.then(
      () => showToast("good", t("copied")),
      () => showToast("bad", t("copyFailed")),
    );
  }

  return (
    <Dialog
      open
      once
      // Nothing but the button below: what is shown can't be shown again.
      onOpenChange={() => undefined}
      title={t("title")}
      description={waits ? `${t("text")} ${t("waits")}` : t("text")}
      closeLabel={tState("close")}
    >
      <Field label={t("label")}>
        {(control) => (
          <Input
            {...control}
            readOnly
            value={secret}
            className="font-mono text-sm"
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={copy}>
          <Copy aria-hidden="true" className="size-4" />
          {t("copy")}
        </Button>
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </div>
    </Dialog>
  );
}
