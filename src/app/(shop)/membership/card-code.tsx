"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keepCodes } from "@/app/shell/pocket/pocket";
import { useCodeOfNow } from "@/app/shell/pocket/use-code-of-now";
import { MemberCode } from "@/modules/members/components/member-code";
import { useTRPC } from "@/trpc/client";

/** Often enough that most of the ten minutes are always ahead. */
const ASK_EVERY_MS = 120_000;

/** The code of the card, which changes by the server’s clock, also while there is no connection. */
export function CardCode({ memberCode, ownerId }: { memberCode: string; ownerId: string }) {
  const trpc = useTRPC();
  const { data, isError, isPaused } = useQuery({
    ...trpc.profile.cardCodes.queryOptions({}),
    // A page that comes back out of the browser's memory has codes of then.
    refetchOnMount: "always",
    refetchOnWindowFocus: "always",
    refetchInterval: ASK_EVERY_MS,
    refetchIntervalInBackground: false,
  });
  const [aheadMs, setAhead] = useState<number | null>(null);
  useEffect(() => {
    if (!data) return;
    const { now, stepSeconds, items } = data;
    const ahead = Date.parse(now) - Date.now();
    setAhead(ahead);
    keepCodes({ ownerId, stepSeconds, aheadMs: ahead, items });
  }, [data, ownerId]);
  const shown = useCodeOfNow({
    items: data?.items ?? [],
    stepSeconds: data?.stepSeconds ?? 30,
    aheadMs,
    // What the page was made with, until this device has read its own clock.
    toldAt: data ? Date.parse(data.now) : 0,
  });
  const isAway = isError || isPaused;
  return (
    <MemberCode
      memberCode={memberCode}
      code={shown.code}
      secondsLeft={shown.secondsLeft}
      stepSeconds={shown.stepSeconds}
      offlineMinutes={isAway ? shown.minutesLeft : null}
    />
  );
}
