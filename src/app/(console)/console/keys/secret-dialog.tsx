"use client";

import { useTranslations } from "next-intl";
import { OnceDialog } from "@/app/shell/once-dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface SecretDialogProps {
  secret: string;
  /** Opens nothing before a second person has approved it. */
  waits: boolean;
  onClose: () => void;
}

/** The only time that a key's secret is seen. */
export function SecretDialog({ secret, waits, onClose }: SecretDialogProps) {
  const t = useTranslations("access.keys.secret");
  return (
    <OnceDialog
      title={t("title")}
      text={waits ? `${t("text")} ${t("waits")}` : t("text")}
      copies={secret}
      onClose={onClose}
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
    </OnceDialog>
  );
}
