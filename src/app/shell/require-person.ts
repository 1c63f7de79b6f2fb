import { redirect } from "next/navigation";
import { personAtBrowser } from "./person";

/** Whoever isn't signed in is sent to do so and comes back here. */
export async function requirePerson(comeBackTo: string) {
  const person = await personAtBrowser();
  return person ?? redirect(`/sign-in?next=${encodeURIComponent(comeBackTo)}`);
}
