import { redirect } from "next/navigation";
import { personAtBrowser } from "./shell/person";

/** Everyone lands where they belong. */
export default async function HomePage() {
  const person = await personAtBrowser();
  if (!person) redirect("/tiers");
  redirect(person.role === "member" ? "/membership" : "/console");
}
