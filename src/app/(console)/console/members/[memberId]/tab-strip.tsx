"use client";

import { type ReactNode, useEffect, useRef } from "react";

interface TabStripProps {
  label: string;
  /** The tab that is open: on a phone the strip moves until it is in sight. */
  current: string;
  children: ReactNode;
}

export function TabStrip({ label, current, children }: TabStripProps) {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const tab = strip.current?.querySelector<HTMLElement>(`[data-tab="${current}"]`);
    // Whoever moved it already knows where they want to look.
    if (!strip.current || !tab || strip.current.scrollLeft > 0) return;
    strip.current.scrollLeft = tab.offsetLeft - (strip.current.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={strip} aria-label={label} className="relative mt-8 mb-4 overflow-x-auto">
      {children}
    </nav>
  );
}
