"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { classNames } from "@/ui/class-names";
import { Palette, type PaletteProps } from "./palette";

interface CommandPaletteProps extends PaletteProps {
  className?: string;
}

const never = () => () => undefined;
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** Every page and all that can be found, a few keys away: ⌘K or Ctrl K, or the button. */
export function CommandPalette({ className, ...palette }: CommandPaletteProps) {
  const t = useTranslations("palette");
  const [open, setOpen] = useState(false);
  // What the keyboard has is known in the browser alone.
  const key = useSyncExternalStore(
    never,
    () => (isApple() ? "⌘K" : "Ctrl K"),
    () => "",
  );
  useEffect(() => {
    function listen(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    }
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-label={t("open")}
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => setOpen(true)}
        className={classNames(
          "flex size-11 items-center justify-center gap-2.5 rounded-full text-ink-soft text-sm hover:text-ink",
          "lg:h-9 lg:w-full lg:justify-start lg:rounded-md lg:border lg:border-line lg:bg-surface lg:px-3",
          className,
        )}
      >
        <Search aria-hidden="true" className="size-5 lg:size-4" strokeWidth={1.75} />
        <span className="hidden min-w-0 grow truncate text-left lg:block">{t("open")}</span>
        <span aria-hidden="true" className="hidden shrink-0 text-ink-faint text-xs lg:block">
          {key}
        </span>
      </button>
      {open ? <Palette {...palette} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
