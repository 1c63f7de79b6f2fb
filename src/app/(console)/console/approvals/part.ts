/**
 * A leaf of the program as a request keeps it: its place and what is there, and what comes instead.
 * Example: "earn.checkInPoints 5", "10".
 */
export function partOf({ before, after }: { before: string | null; after: string | null }) {
  const [path = "", ...was] = (before ?? "").split(" ");
  return { path, before: was.join(" "), after: after ?? "" };
}
