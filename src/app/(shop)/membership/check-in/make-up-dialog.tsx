"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import type { ApiFailure } from "@/trpc/failure";
import { act } from "@/trpc/plain";
import { useAct } from "@/trpc/use-act";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

type Ways = NonNullable<Outputs["earning"]["checkIns"]["makeUp"]>;

interface MakeUpDialogProps {
  day: Ways["days"][number];
  costPoints: number;
  /** What was done, in words; null where nothing was. */
  onClose: (done: string | null) => void;
}

/** What a missed day costs and brings, before it is made up: nobody takes it back. */
export function MakeUpDialog({ day, costPoints, onClose }: MakeUpDialogProps) {
  const t = useTranslations();
  const words = useTranslations("earning.checkIn.makeUp");
  const format = useFormats();
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const router = useRouter();
  const date = format.dayOfMonth(day.date);
  const makeUp = useAct({
    act: (_: undefined) => act("earning", "makeUp", { date: day.date }),
    onSuccess: ({ points: extra }) => {
      onClose(words("done", { date, extra, points: format.points(extra) }));
      router.refresh();
    },
    onFailed: setFailure,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose(null);
      }}
      title={words("title", { date })}
      description={words("text", { count: day.streak })}
      closeLabel={t("common.state.close")}
    >
      <div className="space-y-2">
        {day.extra > 0 ? (
          <p className="font-medium">{words("extra", { points: format.points(day.extra) })}</p>
        ) : null}
        <p className="text-ink-soft">
          {costPoints > 0 ? words("cost", { points: format.points(costPoints) }) : words("free")}
        </p>
        {failure ? (
          <p role="alert" className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
            {failure.detail ?? words("failed")}
          </p>
        ) : null}
      </div>
      <div className="mt-6 flex justify-end gap-3">
        <Button variant="quiet" onClick={() => onClose(null)}>
          {t("common.state.cancel")}
        </Button>
        <Button
          variant="primary"
          data-autofocus
          pending={makeUp.isPending}
          onClick={() => makeUp.carryOut(undefined)}
        >
          {words("confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
