"use client";

import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { keepCodes } from "@/app/shell/pocket/pocket";
import { useCodeOfNow } from "@/app/shell/pocket/use-code-of-now";
import { MemberCode } from "@/modules/members/components/member-code";
import type { Outputs } from "@/trpc/client";
import { ask } from "@/trpc/plain";
import { useAsked } from "@/trpc/use-asked";
import type { QrDrawing } from "@/ui/qr-drawing";

/** Often enough that most of the ten minutes are always ahead. */
const ASK_EVERY_MS = 120_000;

interface CardCodeProps {
  memberCode: string;
  ownerId: string;
  /** As the page was made with. */
  codes: Outputs["profile"]["cardCodes"];
  drawn: QrDrawing;
}

/** The code of the card, which changes by the server’s clock, also while there is no connection. */
export function CardCode({ memberCode, ownerId, codes, drawn }: CardCodeProps) {
  const { data, error, askAgain } = useAsked({
    name: "",
    initial: codes,
    ask: () => ask("profile", "cardCodes", {}),
  });
  useWhileSeen(askAgain);
  const [aheadMs, setAhead] = useState<number | null>(null);
  useEffect(() => {
    const { now, stepSeconds, items } = data;
    const ahead = Date.parse(now) - Date.now();
    setAhead(ahead);
    keepCodes({ ownerId, stepSeconds, aheadMs: ahead, items });
  }, [data, ownerId]);
  const shown = useCodeOfNow({
    items: data.items,
    stepSeconds: data.stepSeconds,
    aheadMs,
    // What the page was made with, until this device has read its own clock.
    toldAt: Date.parse(data.now),
  });
  const isAway = !useOnline() || error !== null;
  return (
    <MemberCode
      memberCode={memberCode}
      drawn={drawn}
      code={shown.code}
      secondsLeft={shown.secondsLeft}
      stepSeconds={shown.stepSeconds}
      offlineMinutes={isAway ? shown.minutesLeft : null}
    />
  );
}

/** Asks when the page is there, also again, and now and then as long as somebody may look at it. */
function useWhileSeen(askAgain: () => void): void {
  const again = useEffectEvent(() => {
    if (document.visibilityState === "visible") askAgain();
  });
  useEffect(() => {
    // A page that comes back out of the browser's memory has codes of then.
    again();
    const controller = new AbortController();
    const { signal } = controller;
    document.addEventListener("visibilitychange", again, { signal });
    window.addEventListener("online", again, { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && again(), { signal });
    const timer = setInterval(again, ASK_EVERY_MS);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, []);
}

function listen(changed: () => void): () => void {
  const controller = new AbortController();
  for (const name of ["online", "offline"]) {
    window.addEventListener(name, changed, { signal: controller.signal });
  }
  return () => controller.abort();
}

function useOnline(): boolean {
  return useSyncExternalStore(
    listen,
    () => navigator.onLine,
    () => true,
  );
}
