export const memberSorts = ["joinedAt", "lastActiveAt", "lifetimeMinor", "available"] as const;
export const memberStatuses = ["ACTIVE", "FROZEN", "CLOSED"] as const;

/** The question to the API that an address stands for; the server asks it first, the browser goes on. */
export function membersInput(read: (name: string) => string | undefined) {
  const query = read("q")?.trim().slice(0, 64);
  const tier = read("tier");
  const status = memberStatuses.find((known) => known === read("status"));
  const sort = memberSorts.find((known) => known === read("sort"));
  const cursor = read("cursor");
  return {
    ...(query ? { query } : {}),
    ...(tier ? { tier } : {}),
    ...(status ? { status } : {}),
    ...(sort ? { sort } : {}),
    ...(cursor ? { cursor } : {}),
    limit: 25,
  };
}
