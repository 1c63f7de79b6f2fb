"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "@/trpc/client";

/** Tells the server that somebody was welcomed, so that nobody is twice. */
export function Welcomed() {
  const trpc = useTRPC();
  const told = useRef(false);
  const { mutate } = useMutation(trpc.tiers.showMoment.mutationOptions());
  useEffect(() => {
    if (told.current) return;
    told.current = true;
    mutate({ reached: null });
  }, [mutate]);
  return null;
}
