"use client";

import { useFormats } from "@/i18n/use-formats";

/** Figures as the reader's language writes them, on a page that is made on the server. */

export function Points({ of }: { of: number }) {
  return useFormats().points(of);
}

export function Money({ of }: { of: number }) {
  return useFormats().money(of);
}

export function JoinedOn({ at }: { at: string }) {
  return useFormats().date(at);
}
