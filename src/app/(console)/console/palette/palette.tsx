"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "@/ui/dialog";
import { askToLeave } from "@/ui/unsaved-work";
import { PaletteList, type PaletteOption } from "./palette-list";
import { keepRecent } from "./palette-recents";
import { type Page, usePaletteOptions } from "./use-palette-options";

export interface PaletteProps {
  pages: readonly Page[];
  actions: readonly Page[];
  /** Whose it is: what they opened before is theirs alone. */
  actor: string;
}

export function Palette({ onClose, ...places }: PaletteProps & { onClose: () => void }) {
  const t = useTranslations("palette");
  const tState = useTranslations("common.state");
  const router = useRouter();
  const [text, setText] = useState("");
  // Enter came before the answer: what it is for, and only that, is opened when it is there.
  const wish = useRef<string | null>(null);
  const word = text.trim();
  const { options, isAnswered, isFailed, isHeldBack, askNow } = usePaletteOptions(word, places);
  const isSearching = !isAnswered && !isFailed;

  async function choose({ href, opened }: PaletteOption): Promise<void> {
    if (href === null || !(await askToLeave())) return;
    keepRecent(places.actor, opened);
    onClose();
    router.push(href);
  }

  const first = options.find(({ href }) => href !== null);
  useEffect(() => {
    if (!isAnswered || wish.current === null) return;
    const isCurrent = wish.current === word;
    wish.current = null;
    if (isCurrent && first) void choose(first);
  });

  function hint(): string {
    if (isSearching) return t("searching");
    if (isFailed) return t("failed");
    if (isHeldBack) return t("heldBack");
    return options.length === 0 ? t("none") : t("hint");
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title")}
      closeLabel={tState("close")}
      className="sm:mt-[12dvh] sm:mb-auto sm:max-w-lg"
    >
      <PaletteList
        text={text}
        onType={(typed) => {
          wish.current = null;
          setText(typed);
        }}
        options={options}
        onChoose={choose}
        onEarlyEnter={() => {
          if (!isSearching) return;
          wish.current = word;
          askNow();
        }}
      />
      <p role="status" className="mt-3 text-ink-faint text-sm">
        {hint()}
      </p>
    </Dialog>
  );
}
