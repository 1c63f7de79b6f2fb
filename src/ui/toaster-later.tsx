"use client";

import type { ComponentProps } from "react";
import { useSyncExternalStore } from "react";
import { currentToasts, listenToToasts } from "./toast-store";
import type { Toaster as ToasterItself } from "./toaster";
import { useLater } from "./use-later";

const loadToaster = async () => (await import("./toaster")).Toaster;
const isSomethingSaid = () => currentToasts().length > 0;

/** The toaster of the document, which comes with the first touch: before it there is nothing to say. */
export function Toaster(props: ComponentProps<typeof ToasterItself>) {
  const isNeeded = useSyncExternalStore(listenToToasts, isSomethingSaid, () => false);
  const Loaded = useLater(loadToaster, isNeeded, () => undefined);
  return Loaded ? <Loaded {...props} /> : null;
}
