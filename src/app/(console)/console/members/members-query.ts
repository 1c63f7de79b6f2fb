export const memberSorts = ["joinedAt", "lastActiveAt", "lifetimeMinor", "available"] as const;
export const memberStatuses = ["ACTIVE", "FROZEN", "CLOSED"] as const;

/** What an address asks for, without the page. */
export function membersQuestion(read: (name: string) => string | undefined) {
  const query = read("q")?.trim().slice(0, 64);
  const tier = read("tier");
  const status = memberStatuses.find((known) => known === read("status"));
  return {
    ...(query ? { query } : {}),
    ...(tier ? { tier } : {}),
    ...(status ? { status } : {}),
  };
}

/** In which order the list is. */
export function membersOrder(read: (name: string) => string | undefined) {
  const by = memberSorts.find((known) => known === read("sort")) ?? memberSorts[0];
  return { by, direction: read("direction") === "asc" ? ("asc" as const) : ("desc" as const) };
}

/** The question to the API that an address stands for; the server asks it first, the browser goes on. */
export function membersInput(read: (name: string) => string | undefined) {
  const { by, direction } = membersOrder(read);
  const cursor = read("cursor");
  return {
    ...membersQuestion(read),
    sort: by,
    direction,
    ...(cursor ? { cursor } : {}),
    limit: 25,
  };
}
