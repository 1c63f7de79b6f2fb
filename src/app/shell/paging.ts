/** How every list of the API goes on: with the cursor of its last page, until there is none. */
export const paging = {
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
};
