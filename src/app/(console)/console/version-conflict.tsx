"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/ui/button";

interface VersionConflictProps {
  onReload: () => Promise<unknown>;
  /** Of what is no program. */
  words?: string;
}

/** Says that somebody was faster, and the way on. */
export function VersionConflict({ onReload, words }: VersionConflictProps) {
  const t = useTranslations("program.publish");
  const [reloading, setReloading] = useState(false);

  // Said until the latest is here: what is sent before that would be refused again.
  async function reload(): Promise<void> {
    setReloading(true);
    await onReload();
    setReloading(false);
  }

  return (
    <div role="alert" className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
      <p>{words ?? t("conflict")}</p>
      <Button size="sm" className="mt-2" pending={reloading} onClick={reload}>
        {t("reload")}
      </Button>
    </div>
  );
}
