const known = ["NoMember", "AccountClosed", "NoAccount"] as const;

/**
 * Why signing in elsewhere led back here, as far as the page has words for it.
 * `refusalOf("NoMember")` → "NoMember"; `refusalOf("OAuthCallback")` → "other".
 */
export function refusalOf(error: string | undefined) {
  if (error === undefined) return undefined;
  return known.find((one) => one === error) ?? ("other" as const);
}
