"use client";

import { ChevronDown } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** How high the sign is. */
const SIGN = 56;

interface ScrollCueProps {
  /** What the sign says that there is more. */
  more: string;
  children: ReactNode;
}

/** A column that scrolls, and says so while something of it is below. Keys get there by themselves. */
export function ScrollCue({ more, children }: ScrollCueProps) {
  const column = useRef<HTMLDivElement>(null);
  const [hasMore, setMore] = useState(false);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another current entry.
  useEffect(() => {
    const element = column.current;
    const current = element?.querySelector("[aria-current=page]");
    if (!element || !current) return;
    const below = current.getBoundingClientRect().bottom - element.getBoundingClientRect().bottom;
    // Above the sign, too.
    if (below > -SIGN) element.scrollTop += below + SIGN;
  }, [pathname]);
  useEffect(() => {
    const element = column.current;
    if (!element) return;
    const look = () =>
      setMore(element.scrollHeight - element.scrollTop - element.clientHeight > 12);
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    for (const child of element.children) sizes.observe(child);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  return (
    <div className="relative flex min-h-0 grow flex-col">
      <div ref={column} className="min-h-0 grow overflow-y-auto motion-safe:scroll-smooth">
        <div>{children}</div>
      </div>
      {hasMore ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          onClick={() => column.current?.scrollBy({ top: column.current.clientHeight * 0.7 })}
          className="absolute inset-x-0 bottom-0 flex h-12 items-end justify-center gap-1 bg-linear-to-t from-paper from-50% to-transparent pb-1 text-ink-soft text-xs hover:text-ink"
        >
          {more}
          <ChevronDown aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      ) : null}
    </div>
  );
}
