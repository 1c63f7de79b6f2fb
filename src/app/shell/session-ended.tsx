"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { isSessionEnded, listenToSessionEnd, setSessionEnded } from "@/trpc/session-end";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { Dialog } from "@/ui/dialog";

/** One for each part of the site: an act came too late. Signing in opens beside what was typed. */
export function SessionEnded() {
  const t = useTranslations("shell.session");
  const tState = useTranslations("common.state");
  const ended = useSyncExternalStore(listenToSessionEnd, isSessionEnded, () => false);
  const close = () => setSessionEnded(false);
  return (
    <Dialog
      open={ended}
      onOpenChange={(open) => (open ? undefined : close())}
      title={t("title")}
      description={t("ended")}
      closeLabel={tState("close")}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{tState("close")}</Button>
        <a
          href="/sign-in?next=/signed-in"
          target="_blank"
          rel="noreferrer"
          data-autofocus=""
          onClick={close}
          className={buttonClass("primary")}
        >
          {t("signIn")}
        </a>
      </div>
    </Dialog>
  );
}
