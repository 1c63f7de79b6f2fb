const UNATTENDED_AFTER_MS = 5 * 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

let lastTouchedAt: number | undefined;

function begin(): void {
  lastTouchedAt = Date.now();
  if (typeof window === "undefined") return;
  for (const sign of SIGNS_OF_LIFE) {
    const touched = () => {
      lastTouchedAt = Date.now();
    };
    window.addEventListener(sign, touched, { passive: true });
  }
}

/** What a page asks by itself while nobody touches it keeps no session alive. */
export function attendance(): Record<string, string> {
  if (lastTouchedAt === undefined) begin();
  const isLong = Date.now() - (lastTouchedAt ?? 0) > UNATTENDED_AFTER_MS;
  return isLong ? { "x-unattended": "1" } : {};
}
