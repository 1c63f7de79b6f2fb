import { useEffect, useState } from "react";

/**
 * Keeps the screen on while something is held out to a scanner.
 *
 * @returns whether it does: some browsers can't, and a battery that is nearly empty doesn't let them
 */
export function useAwakeScreen(isShown: boolean): boolean {
  const [isAwake, setAwake] = useState(false);
  useEffect(() => {
    if (!isShown || !("wakeLock" in navigator)) return;
    let held: WakeLockSentinel | null = null;
    let isOver = false;
    async function hold(): Promise<void> {
      if (document.visibilityState !== "visible") return;
      try {
        const lock = await navigator.wakeLock.request("screen");
        if (isOver) return void lock.release();
        held = lock;
        lock.addEventListener("release", () => setAwake(false));
        setAwake(true);
      } catch {
        setAwake(false);
      }
    }
    // The browser lets go of it whenever the page is out of sight.
    const again = () => void hold();
    document.addEventListener("visibilitychange", again);
    void hold();
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", again);
      void held?.release();
      setAwake(false);
    };
  }, [isShown]);
  return isAwake;
}
