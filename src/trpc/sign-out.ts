import { signOut } from "next-auth/react";
import { makeBrowserClient } from "./client";

/** Ends the session on the server first, so that a copied cookie is worth nothing afterwards. */
export async function signOutEverywhere(): Promise<void> {
  await makeBrowserClient().access.signOut.mutate({});
  await signOut({ redirect: false });
}
