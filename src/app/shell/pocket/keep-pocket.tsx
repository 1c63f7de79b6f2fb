"use client";

import { useEffect } from "react";
import { keepPocket, type Pocket } from "./pocket";

/** Remembers the card as it is now, and how to show it where there is no connection. */
export function KeepPocket({ pocket }: { pocket: Pocket }) {
  const said = JSON.stringify(pocket);
  useEffect(() => keepPocket(JSON.parse(said) as Pocket), [said]);
  useEffect(() => {
    if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
    // After everything that the page itself needs.
    const register = () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
    const timer = setTimeout(register, 2000);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
