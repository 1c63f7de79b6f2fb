"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";

type Session = Outputs["access"]["sessions"]["items"][number];

/** Where somebody is signed in; all but here can be ended at once. */
export function SessionList({ sessions }: { sessions: readonly Session[] }) {
  const t = useTranslations("accounts.security");
  const format = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const end = useMutation(
    trpc.access.endOtherSessions.mutationOptions({
      onSuccess: async ({ ended }) => {
        showToast("good", t("ended", { count: ended }));
        await queryClient.invalidateQueries({ queryKey: trpc.access.sessions.queryKey() });
      },
      onError: (error) => showToast("bad", failureOf(error).detail ?? t("endFailed")),
    }),
  );

  function nameOf({ browser, system }: Session): string {
    if (browser && system) return t("device", { browser, system });
    return browser ?? system ?? t("unknownDevice");
  }

  function factsOf({ openedAt, lastSeenAt, openedBy, network }: Session): string {
    return [
      t("openedAt", { time: format.dateTime(openedAt) }),
      openedBy && t(`by.${openedBy}`),
      network,
      lastSeenAt && t("lastSeenAt", { time: format.dateTime(lastSeenAt) }),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent);
  return (
    <>
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={`${session.openedAt} ${session.isCurrent}`} className="py-3 first:pt-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">{nameOf(session)}</span>
              {session.isCurrent ? <Badge tone="good">{t("current")}</Badge> : null}
            </p>
            <p className="tabular mt-0.5 break-words text-ink-soft text-sm">{factsOf(session)}</p>
          </li>
        ))}
      </ul>
      {hasOthers ? (
        <Button className="mt-3" pending={end.isPending} onClick={() => end.mutate({})}>
          {end.isPending ? t("ending") : t("endOthers")}
        </Button>
      ) : (
        <p className="mt-2 text-ink-faint text-sm">{t("alone")}</p>
      )}
    </>
  );
}
