import { useEffect, useState } from "react";

const TICK_MS = 500;

interface Codes {
  items: readonly { code: string; from: string; until: string }[];
  stepSeconds: number;
  /** How far the server's clock is ahead of this device's; null before that is known. */
  aheadMs: number | null;
  /** The server's time when it gave them. */
  toldAt: number;
}

/** Which of the codes holds now, by the server’s clock as it goes on, whatever this device’s says. */
export function useCodeOfNow({ items, stepSeconds, aheadMs, toldAt }: Codes) {
  const [ticked, setTicked] = useState<number | null>(null);
  useEffect(() => {
    if (aheadMs === null) return;
    const tick = () => setTicked(Date.now() + aheadMs);
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [aheadMs]);
  const now = ticked ?? toldAt;
  const at = items.find(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until));
  const left = items.filter(({ until }) => Date.parse(until) > now);
  return {
    code: at?.code ?? null,
    secondsLeft: at ? Math.ceil((Date.parse(at.until) - now) / 1000) : 0,
    stepSeconds,
    minutesLeft: Math.ceil((left.length * stepSeconds) / 60),
  };
}
