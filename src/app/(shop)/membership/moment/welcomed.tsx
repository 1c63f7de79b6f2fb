"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { act } from "@/trpc/plain";
import { useAct } from "@/trpc/use-act";

/** Tells the server that somebody was welcomed, so that nobody is twice. */
export function Welcomed() {
  const told = useRef(false);
  const { carryOut } = useAct({
    act: (reached: null) => act("tiers", "showMoment", { reached }),
  });
  const tell = useEffectEvent(() => carryOut(null));
  useEffect(() => {
    if (told.current) return;
    told.current = true;
    tell();
  }, []);
  return null;
}
