"use client";

import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { act } from "@/trpc/plain";
import { useAct } from "@/trpc/use-act";

// Few visits have one.
const SealMoment = lazy(async () => ({
  default: (await import("@/ui/seal-moment")).SealMoment,
}));

interface ShownOnceProps {
  changeId: string;
  seal: string;
  title: string;
  action: string;
  children: ReactNode;
}

/** Asks the server whether it is the first to show it: a page that is kept, another tab or device is not. */
export function ShownOnce({ changeId, ...shown }: ShownOnceProps) {
  const [isOpen, setIsOpen] = useState(false);
  const asked = useRef(false);
  // Without an answer it waits for the next visit.
  const { carryOut } = useAct({
    act: (reached: string) => act("tiers", "showMoment", { reached }),
    onSuccess: ({ isFirst }) => setIsOpen(isFirst),
  });
  const ask = useEffectEvent(() => carryOut(changeId));
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    ask();
  }, []);
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <SealMoment {...shown} onClose={() => setIsOpen(false)} />
    </Suspense>
  );
}
