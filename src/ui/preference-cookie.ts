const year = 365 * 24 * 60 * 60;

/** Remembers a choice where the server can read it before the first paint. */
export function rememberPreference(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API isn't in every browser yet
  document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
}
