"use client";

import { useEffect } from "react";
import { forgetOthers } from "./pocket";

/** On every page of shoppers: what the device remembers is this member's, or nobody's. */
export function PocketOwner({ ownerId }: { ownerId: string | null }) {
  useEffect(() => forgetOthers(ownerId), [ownerId]);
  return null;
}
