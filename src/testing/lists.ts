interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/**
 * All of a list, page by page: what a test made may stand anywhere in a database that others share.
 */
export async function everyItem<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 100, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}
