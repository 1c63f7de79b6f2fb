"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { classNames } from "@/ui/class-names";
import { Dialog } from "@/ui/dialog";
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
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    ...trpc.members.list.queryOptions({ query: asked, limit: 8 }),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const word = text.trim().toLowerCase();
  const found = pages.filter(({ label }) => label.toLowerCase().includes(word));
  const members = asked === "" ? [] : (query.data?.items ?? []);
  const options: PaletteOption[] = [
    ...found.map(({ href, label }) => ({ group: t("pages"), href, label, detail: "" })),
    ...members.map(({ memberId, nickname, memberCode, externalId, tier }) => ({
      group: t("members"),
      href: `/console/members/${memberId}`,
      label: nickname ?? t("unnamed"),
      detail: [memberCode, externalId, tier.name].filter(Boolean).join(" · "),
    })),
  ];
  const isSearching = word !== "" && (query.isFetching || text.trim() !== asked);

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
        onType={setText}
        options={options}
        onChoose={(href) => {
          onClose();
          router.push(href);
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
