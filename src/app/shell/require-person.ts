import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { pagePathOf } from "@/trpc/page-path";
import { personAtBrowser } from "./person";

/** Whoever isn't signed in is sent to do so and comes back to this very page. */
export async function requirePerson() {
  const person = await personAtBrowser();
  if (person) return person;
  return redirect(`/sign-in?next=${encodeURIComponent(pagePathOf(await headers()))}`);
}
