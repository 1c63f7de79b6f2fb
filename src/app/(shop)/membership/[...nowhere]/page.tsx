import { notFound } from "next/navigation";
import { requirePerson } from "@/app/shell/require-person";

/** What the members' pages have no page for is missing within its frame. */
export default async function NowherePage() {
  await requirePerson();
  notFound();
}
