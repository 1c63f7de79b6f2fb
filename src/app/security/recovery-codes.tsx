"use client";

import { useTranslations } from "next-intl";
import { OnceDialog } from "@/app/shell/once-dialog";

interface RecoveryCodesProps {
  codes: readonly string[];
  onClose: () => void;
}

/** The only time that they are seen. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const t = useTranslations("accounts.factor.recovery");
  return (
    <OnceDialog title={t("title")} text={t("text")} copies={codes.join("\n")} onClose={onClose}>
      <ul
        aria-label={t("title")}
        className="tabular grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-md bg-sunken px-4 py-3 font-mono text-sm min-[22rem]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
    </OnceDialog>
  );
}
