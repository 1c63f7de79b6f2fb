"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { Dialog } from "@/ui/dialog";
import { CloseForm } from "./close-form";

interface CloseAccountProps {
  memberCode: string;
  /** What would be lost, as of when the page was made. */
  points: number;
}

/** The way out: one button, and a question that has to be answered by typing. */
export function CloseAccount({ memberCode, points }: CloseAccountProps) {
  const t = useTranslations("profile");
  const tState = useTranslations("common.state");
  const [open, setOpen] = useState(false);
  const [closed, setClosed] = useState(false);
  const [isTyped, setTyped] = useState(false);

  // There is no session behind this page any more: any way out of the dialog leaves it.
  function change(next: boolean): void {
    if (closed) window.location.assign("/tiers");
    else setOpen(next);
    setTyped(false);
  }

  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("data.open")}</Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={closed ? t("closing.doneTitle") : t("closing.title")}
        description={closed ? t("closing.doneText") : t("closing.text")}
        closeLabel={tState("close")}
        unsaved={isTyped && !closed}
      >
        {closed ? (
          <a className={buttonClass("primary")} href="/tiers">
            {t("closing.leave")}
          </a>
        ) : (
          <CloseForm
            memberCode={memberCode}
            points={points}
            onCancel={() => change(false)}
            onClosed={() => setClosed(true)}
            onTyped={setTyped}
          />
        )}
      </Dialog>
    </>
  );
}
