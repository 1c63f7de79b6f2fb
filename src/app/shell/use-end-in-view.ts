import { type RefObject, useEffect, useRef } from "react";

/** Calls when the element comes near the window; hold it back with `enabled`. */
export function useEndInView<Element extends HTMLElement>(
  enabled: boolean,
  onReached: () => void,
): RefObject<Element | null> {
  const end = useRef<Element>(null);
  const reached = useRef(onReached);
  useEffect(() => {
    reached.current = onReached;
  });
  useEffect(() => {
    if (!enabled || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) reached.current();
      },
      { rootMargin: "240px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [enabled]);
  return end;
}
