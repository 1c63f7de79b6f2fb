import { usePathname, useSearchParams } from "next/navigation";

/** The page's address as a place to keep what was chosen: it can be shared, and back works. */
export function useAddress() {
  const pathname = usePathname();
  const parameters = useSearchParams();

  function addressWith(changes: Record<string, string | undefined>): string {
    // Of the address itself: what was rendered may be a quick click behind.
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const search = next.toString();
    return search ? `${pathname}?${search}` : pathname;
  }

  return {
    read: (name: string) => parameters.get(name) ?? undefined,
    /** As it is now, for a click that comes before the last one is on the page. */
    readNow: (name: string) => new URLSearchParams(window.location.search).get(name) ?? undefined,
    /** Changes the address in place. The page isn't asked for again: queries follow the address. */
    change: (changes: Record<string, string | undefined>) =>
      window.history.replaceState(null, "", addressWith(changes)),
    /** The same as a step of its own, which the browser's back button undoes. */
    go: (changes: Record<string, string | undefined>) =>
      window.history.pushState(null, "", addressWith(changes)),
    /** A step to another question altogether. */
    goTo: (search: string) =>
      window.history.pushState(null, "", search ? `${pathname}?${search}` : pathname),
    search: parameters.toString(),
  };
}
