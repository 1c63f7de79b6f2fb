import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";

/**
 * A list read page by page. tRPC's own options would also send which way it is read, and strict
 * inputs refuse what they don't know.
 *
 * @param queryKey the procedure's, so that the server's first page is found and can be thrown away
 * @param load one page: the first without a cursor
 */
export function pagedOptions<Page extends { nextCursor: string | null }>(
  queryKey: QueryKey,
  load: (cursor: { cursor?: string }) => Promise<Page>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.nextCursor,
  });
}
