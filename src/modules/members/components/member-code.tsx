"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Dialog } from "@/ui/dialog";
import { spacedCode } from "./membership-card";

interface MemberCodeProps {
  memberCode: string;
  small: ReactNode;
  large: ReactNode;
}

/** The small code on the card; pressed, it fills the phone for the scanner at the till. */
export function MemberCode({ memberCode, small, large }: MemberCodeProps) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-label={t("membership.card.showCode")}
        onClick={() => setOpen(true)}
        className="block w-full"
      >
        {small}
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("membership.card.codeTitle")}
        description={t("membership.card.codeText")}
        closeLabel={t("common.state.close")}
      >
        <div className="mx-auto max-w-64 overflow-hidden rounded-md border border-line">
          {large}
        </div>
        <p className="tabular mt-4 text-center text-lg tracking-widest">{spacedCode(memberCode)}</p>
      </Dialog>
    </>
  );
}
