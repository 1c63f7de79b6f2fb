"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { MemberCode } from "@/modules/members/components/member-code";
import { useTRPC } from "@/trpc/client";

/** Often enough that most of the ten minutes are always ahead. */
const ASK_EVERY_MS = 120_000;
const TICK_MS = 500;

/** The code of the card, which changes by the server’s clock, also while there is no connection. */
export function CardCode({ memberCode }: { memberCode: string }) {
  const trpc = useTRPC();
  const { data, isError, isPaused } = useQuery({
    ...trpc.profile.cardCodes.queryOptions({}),
    // A page that comes back out of the browser's memory has codes of then.
    refetchOnMount: "always",
    refetchOnWindowFocus: "always",
    refetchInterval: ASK_EVERY_MS,
    refetchIntervalInBackground: false,
  });
  const now = useServerClock(data?.now);
  const items = data?.items ?? [];
  const at = items.find(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until));
  const left = items.filter(({ until }) => Date.parse(until) > now);
  const stepSeconds = data?.stepSeconds ?? 30;
  const isAway = isError || isPaused;
  return (
    <MemberCode
      memberCode={memberCode}
      code={at?.code ?? null}
      secondsLeft={at ? Math.ceil((Date.parse(at.until) - now) / 1000) : 0}
      stepSeconds={stepSeconds}
      offlineMinutes={isAway ? Math.ceil((left.length * stepSeconds) / 60) : null}
    />
  );
}

/** The server’s time as it goes on from when it was told, whatever this device’s clock says. */
function useServerClock(told: string | undefined): number {
  const [now, setNow] = useState(told === undefined ? 0 : Date.parse(told));
  useEffect(() => {
    if (told === undefined) return;
    const ahead = Date.parse(told) - Date.now();
    const tick = () => setNow(Date.now() + ahead);
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [told]);
  return now;
}
