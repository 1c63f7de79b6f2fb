"use client";

import { useEffect, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { remember, remembered } from "./device-memory";

interface CountedFigureProps {
  value: number;
  /** Whose figure it is: another's last one is not counted from. */
  whose: string;
}

const KEY = "points-seen";
const COUNTING_MS = 900;

/** A figure that counts up or down from what was last seen on this device; listeners hear where it ends. */
export function CountedFigure({ value, whose }: CountedFigureProps) {
  const format = useFormats();
  const counting = useCounting(value, whose);
  return (
    <span className="relative">
      <span className="sr-only">{format.points(value)}</span>
      <span aria-hidden="true" className={counting === null ? undefined : "invisible"}>
        {format.points(value)}
      </span>
      {counting === null ? null : (
        <span aria-hidden="true" className="absolute inset-y-0 left-0">
          {format.points(counting)}
        </span>
      )}
    </span>
  );
}

function useCounting(value: number, whose: string): number | null {
  const [shown, setShown] = useState<number | null>(null);
  useEffect(() => {
    const before = lastSeen(whose, value);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (before === null || before === value || isStill) return;
    const begun = performance.now();
    let frame = requestAnimationFrame(function step(now: number) {
      const part = Math.min(1, Math.max(0, now - begun) / COUNTING_MS);
      const eased = 1 - (1 - part) ** 3;
      setShown(part < 1 ? Math.round(before + (value - before) * eased) : null);
      if (part < 1) frame = requestAnimationFrame(step);
    });
    return () => {
      cancelAnimationFrame(frame);
      setShown(null);
    };
  }, [value, whose]);
  return shown;
}

/** What was seen of it last, and that it is seen now; a browser that keeps nothing just shows it. */
function lastSeen(whose: string, value: number): number | null {
  const mark = markOf(whose);
  const seen = remembered<{ mark: string; value: number }>(KEY);
  remember(KEY, { mark, value });
  return seen?.mark === mark ? seen.value : null;
}

/** Tells one person from another and names nobody. */
function markOf(whose: string): string {
  let mark = 0;
  for (const letter of whose) mark = (Math.imul(mark, 31) + letter.charCodeAt(0)) | 0;
  return (mark >>> 0).toString(36);
}
