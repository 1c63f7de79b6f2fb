import { signIn } from "next-auth/react";

/** Opens a session with a pass and goes where somebody wanted to; false where it opens nothing. */
export async function enter(pass: string, comeBackTo: string): Promise<boolean> {
  const answer = await signIn("credentials", { pass, redirect: false });
  if (!answer?.ok || answer.error) return false;
  // A place within the page is known to the browser alone, which carried it here.
  window.location.assign(`${comeBackTo}${window.location.hash}`);
  return true;
}
