"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { AlertsDialog } from "./alerts-dialog";

/** Where one says what one is told of by e-mail; nothing where the server sends none. */
export function AlertsButton() {
  const t = useTranslations("worklist.alerts");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const query = useQuery(trpc.worklist.notices.queryOptions({}));
  if (!query.data?.possible) return null;
  const { kinds, pace } = query.data;
  return (
    <div className="sm:text-right">
      <Button size="sm" onClick={() => setOpen(true)}>
        <BellRing aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {t("title")}
      </Button>
      <p className="mt-1 text-ink-faint text-xs">
        {kinds.length === 0 ? t("off") : t(`on.${pace}`, { count: kinds.length })}
      </p>
      {open ? <AlertsDialog setting={query.data} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
