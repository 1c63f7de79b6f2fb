import { type ComponentType, useEffect, useEffectEvent, useState } from "react";

const SIGNS_OF_LIFE = ["pointerover", "pointerdown", "keydown", "touchstart", "focusin"] as const;

/** @returns how not to wait for it any longer */
export function onFirstTouch(act: () => void): () => void {
  const controller = new AbortController();
  const touched = () => {
    controller.abort();
    act();
  };
  for (const sign of SIGNS_OF_LIFE) {
    window.addEventListener(sign, touched, { passive: true, signal: controller.signal });
  }
  return () => controller.abort();
}

/**
 * A component that no page needs before somebody touches it: it comes with the first touch, or when it
 * is needed earlier. Null until then.
 *
 * @param load the same function each time; what it imports is loaded once
 * @param onFailed it was needed and did not come, as where there is no connection
 */
export function useLater<Props>(
  load: () => Promise<ComponentType<Props>>,
  isNeeded: boolean,
  onFailed: () => void,
): ComponentType<Props> | null {
  const [component, setComponent] = useState<ComponentType<Props> | null>(null);
  const failed = useEffectEvent(onFailed);
  const isThere = component !== null;
  useEffect(() => {
    if (isThere) return;
    let isWaiting = true;
    const fetchIt = (whenFailed: () => void) => {
      load().then(
        (loaded) => isWaiting && setComponent(() => loaded),
        () => isWaiting && whenFailed(),
      );
    };
    if (isNeeded) fetchIt(failed);
    const forget = onFirstTouch(() => fetchIt(() => undefined));
    return () => {
      isWaiting = false;
      forget();
    };
  }, [isThere, isNeeded, load]);
  return component;
}
