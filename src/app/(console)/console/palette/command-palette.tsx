"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { classNames } from "@/ui/class-names";
import { Dialog } from "@/ui/dialog";
import { askToLeave } from "@/ui/unsaved-work";
import { PaletteList, type PaletteOption } from "./palette-list";

interface Page {
  href: string;
  label: string;
}

interface CommandPaletteProps {
  pages: readonly Page[];
  className?: string;
}

const pauseMs = 200;

/** Every page and every member, a few keys away: ⌘K or Ctrl K, or the button. */
export function CommandPalette({ pages, className }: CommandPaletteProps) {
  const t = useTranslations("palette");
  const [open, setOpen] = useState(false);
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
        <span aria-hidden="true" className="hidden text-ink-faint text-xs lg:block">
          ⌘K
        </span>
      </button>
      {open ? <Palette pages={pages} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Palette({ pages, onClose }: { pages: readonly Page[]; onClose: () => void }) {
  const t = useTranslations("palette");
  const tState = useTranslations("common.state");
  const router = useRouter();
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const [searchText, setSearchText] = useState("");
  // Enter came before the answer: what it is for, and only that, is opened when it is there.
  const wish = useRef<string | null>(null);
  const word = text.trim();
  useEffect(() => {
    const timer = setTimeout(() => setSearchText(word), pauseMs);
    return () => clearTimeout(timer);
  }, [word]);
  const query = useQuery({
    ...trpc.members.list.queryOptions({ query: searchText, limit: 8 }),
    enabled: searchText !== "",
  });
  // An answer to what stood in the field before is none to what stands there now.
  const isAnswered = searchText === word && (word === "" || query.isSuccess);
  const members = isAnswered && word !== "" ? (query.data?.items ?? []) : [];
  const found = pages.filter(({ label }) => label.toLowerCase().includes(word.toLowerCase()));
  const options: PaletteOption[] = [
    ...found.map(({ href, label }) => ({ group: t("pages"), href, label, detail: "" })),
    ...members.map(({ memberId, nickname, memberCode, externalId, tier }) => ({
      group: t("members"),
      href: `/console/members/${memberId}`,
      label: nickname ?? t("unnamed"),
      detail: [memberCode, externalId, tier.name].filter(Boolean).join(" · "),
    })),
  ];
  const isSearching = !isAnswered && !query.isError;

  async function choose(href: string): Promise<void> {
    if (!(await askToLeave())) return;
    onClose();
    router.push(href);
  }

  const first = options[0]?.href;
  useEffect(() => {
    if (!isAnswered || wish.current === null) return;
    const isCurrent = wish.current === word;
    wish.current = null;
    if (isCurrent && first) void choose(first);
  });

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
          setSearchText(word);
        }}
      />
      <p role="status" className="mt-3 text-ink-faint text-sm">
        {isSearching
          ? t("searching")
          : query.isError
            ? t("failed")
            : options.length === 0
              ? t("none")
              : t("hint")}
      </p>
    </Dialog>
  );
}
