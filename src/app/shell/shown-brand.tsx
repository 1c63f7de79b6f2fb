"use client";

import { useSyncExternalStore } from "react";
import { LogoPicture } from "./logo-picture";

const never = () => () => undefined;
const shown = (name: "seal" | "logo") => document.documentElement.dataset[name] ?? "";
const nothing = () => "";

/** The brand of the page around, where the server can't be asked for it any more. */
export function ShownBrand() {
  const seal = useSyncExternalStore(never, () => shown("seal"), nothing);
  const logo = useSyncExternalStore(never, () => shown("logo"), nothing);
  if (logo) return <LogoPicture logo={logo} size="lg" />;
  if (!seal) return null;
  const turned = seal.length > 1 ? "[writing-mode:vertical-rl]" : "";
  return (
    <span
      aria-hidden="true"
      className={`inline-flex size-11 -rotate-3 items-center justify-center rounded-sm bg-seal font-semibold font-serif text-base text-seal-on leading-none shadow-[inset_0_0_0_1.5px_rgb(255_240_230/0.55)] [text-autospace:no-autospace] ${turned}`}
    >
      {seal}
    </span>
  );
}
