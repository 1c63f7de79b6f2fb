"use client";

import { useMutation } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTRPC } from "@/trpc/client";

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
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const asked = useRef(false);
  const { mutateAsync } = useMutation(trpc.tiers.showMoment.mutationOptions());
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    // Without an answer it waits for the next visit.
    mutateAsync({ reached: changeId }).then(
      ({ isFirst }) => setIsOpen(isFirst),
      () => undefined,
    );
  }, [changeId, mutateAsync]);
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <SealMoment {...shown} onClose={() => setIsOpen(false)} />
    </Suspense>
  );
}
