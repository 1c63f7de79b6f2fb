"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "./button";

/** Asks the server for the page again. */
export function RetryButton({ children }: { children: string }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button size="sm" pending={pending} onClick={() => startTransition(() => router.refresh())}>
      {children}
    </Button>
  );
}
