import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { SignOutButton } from "@/app/shell/sign-out-button";
import { api } from "@/trpc/server";
import { Hub } from "./hub";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mine");
  return { title: t("title") };
}

/** Where everything of a member's is reached from. */
export default async function MinePage() {
  await requirePerson();
  const hub = await (await api()).profile.hub({});
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <Hub hub={hub} />
      <div className="mx-auto mt-6 max-w-xs lg:mt-8">
        <SignOutButton />
      </div>
    </main>
  );
}
