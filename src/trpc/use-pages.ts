import { useEffect, useEffectEvent, useRef, useState } from "react";
import { actsSoFar, onActed } from "./acted";

/** A list that is read page by page, as whoever shows it needs it; TanStack's infinite query is one, too. */
export interface PagedQuery<Page> {
  data: { pages: readonly Page[] } | undefined;
  error: unknown;
  isPending: boolean;
  isSuccess: boolean;
  isError: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface PagesOptions<Page> {
  /** Names the list: another one is read from its beginning. */
  name: string;
  /** The first page, as it was made with the page of the site. */
  initial: Page;
  /** One page: the first without a cursor. */
  ask: (cursor: { cursor?: string }) => Promise<Page>;
}

interface PagesState<Page> {
  name: string;
  pages: readonly Page[];
  error: unknown;
  asking: "ALL" | "NEXT" | null;
  failed: "ALL" | "NEXT" | null;
}

/** How long what a page was made with is taken for new, as in what TanStack Query keeps. */
const NEW_MS = 30_000;

export function usePages<Page extends { nextCursor: string | null }>({
  name,
  initial,
  ask,
}: PagesOptions<Page>): PagedQuery<Page> {
  const [state, setState] = useState<PagesState<Page>>({
    ...{ name, pages: [initial] },
    ...{ error: null, asking: null, failed: null },
  });
  const turn = useRef(0);
  const shown = state.name === name ? state : { ...state, pages: [] };
  const last = shown.pages.at(-1);

  async function read(what: "ALL" | "NEXT"): Promise<void> {
    turn.current += 1;
    const own = turn.current;
    const before = shown.pages;
    setState({ ...shown, name, asking: what, failed: null });
    try {
      const pages = what === "NEXT" ? [...before, await next(last)] : await anew(before.length);
      if (own === turn.current) setState({ name, pages, error: null, asking: null, failed: null });
    } catch (error) {
      if (own !== turn.current) return;
      setState({ name, pages: before, error, asking: null, failed: what });
    }
  }

  const next = (page: Page | undefined) => ask(page?.nextCursor ? { cursor: page.nextCursor } : {});

  /** As many pages as were read, from the beginning: they may be others by now. */
  async function anew(count: number): Promise<Page[]> {
    const pages = [await ask({})];
    for (let page = pages[0]; pages.length < count && page?.nextCursor; page = pages.at(-1)) {
      pages.push(await next(page));
    }
    return pages;
  }

  const readAll = useEffectEvent(() => void read("ALL"));
  const isMade = useRef(false);
  useEffect(() => {
    // A page that comes back out of the router's memory is as it was made.
    const isOld = actsSoFar() > 0 || performance.now() > NEW_MS;
    const isOther = isMade.current && name !== "";
    isMade.current = true;
    if (isOther || isOld) readAll();
  }, [name]);
  useEffect(() => onActed(readAll), []);

  const isThere = shown.pages.length > 0;
  return {
    data: isThere ? { pages: shown.pages } : undefined,
    error: shown.error,
    isPending: !isThere && shown.failed === null,
    isSuccess: isThere && shown.failed === null,
    isError: shown.failed !== null,
    isFetching: shown.asking !== null,
    isFetchingNextPage: shown.asking === "NEXT",
    isFetchNextPageError: shown.failed === "NEXT",
    hasNextPage: Boolean(last?.nextCursor),
    fetchNextPage: () => void read("NEXT"),
    refetch: () => void read("ALL"),
  };
}
