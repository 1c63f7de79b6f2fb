import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { SEARCH_MAX } from "@/modules/search/schema";
import { useTRPC } from "@/trpc/client";
import type { PaletteOption } from "./palette-list";
import { type Recent, readRecents } from "./palette-recents";
import { useFoundWords } from "./use-found-words";

export interface Page {
  href: string;
  label: string;
}

interface Places {
  pages: readonly Page[];
  /** What can be begun. */
  actions: readonly Page[];
  actor: string;
}

const pauseMs = 200;

/** What there is to open for what stands in the field: named exactly, places, and all else found. */
export function usePaletteOptions(word: string, { pages, actions, actor }: Places) {
  const t = useTranslations("palette");
  const trpc = useTRPC();
  const say = useFoundWords();
  const [recents] = useState(() => readRecents(actor));
  const [searchText, setSearchText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSearchText(word), pauseMs);
    return () => clearTimeout(timer);
  }, [word]);
  const query = useQuery({
    ...trpc.search.find.queryOptions({ query: searchText.slice(0, SEARCH_MAX) }),
    enabled: searchText !== "",
  });
  const refs = recents.flatMap((one) => ("kind" in one ? [one] : []));
  const opened = useQuery({
    ...trpc.search.named.queryOptions({ refs }),
    enabled: refs.length > 0,
  });
  // An answer to what stood in the field before is none to what stands there now.
  const isAnswered = searchText === word && (word === "" || query.isSuccess);
  const isFailed = searchText === word && query.isError;
  const items = isAnswered && word !== "" ? (query.data?.items ?? []) : [];

  const place =
    (group: string) =>
    ({ href, label }: Page): PaletteOption => ({
      ...{ key: href, group, href, label, detail: "", opened: { href } },
    });
  const all = [...pages.map(place(t("pages"))), ...actions.map(place(t("actions")))];

  function recentOption(one: Recent): PaletteOption[] {
    if ("href" in one) return all.filter(({ href }) => href === one.href);
    const found = opened.data?.items.find(({ kind, id }) => kind === one.kind && id === one.id);
    return found ? [say(found)] : [];
  }

  const known =
    word === ""
      ? recents.flatMap(recentOption).map((option) => ({ ...option, group: t("recent") }))
      : [];
  const named = all.filter(
    ({ key, label }) =>
      label.toLowerCase().includes(word.toLowerCase()) && known.every((one) => one.key !== key),
  );
  const [exact, others] = [true, false].map((isExact) =>
    items.filter((item) => item.exact === isExact).map(say),
  );
  return {
    options: [...known, ...(exact ?? []), ...named, ...(others ?? [])],
    isAnswered,
    isFailed,
    isHeldBack: isAnswered && word !== "" && (query.data?.heldBack.length ?? 0) > 0,
    /** Without the pause. */
    askNow: () => setSearchText(word),
  };
}
