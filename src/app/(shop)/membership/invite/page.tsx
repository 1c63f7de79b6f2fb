import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { shopBrand } from "@/app/shell/shop-brand";
import { invitedCursor } from "@/modules/earning/schema/referral";
import { api } from "@/trpc/server";
import { InviteView } from "./invite-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("inviting");
  return { title: t("title") };
}

interface InvitePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const FRIENDS_SHOWN = 20;

/** A member's code to give away, what it is good for, and what became of it. */
export default async function InvitePage({ searchParams }: InvitePageProps) {
  await requirePerson();
  const [caller, query, brand] = await Promise.all([api(), searchParams, shopBrand()]);
  const cursor = invitedCursor.safeParse([query.after].flat().at(0)).data;
  const [invitations, friends] = await Promise.all([
    caller.earning.invitations({}),
    caller.earning.invited({ limit: FRIENDS_SHOWN, ...(cursor === undefined ? {} : { cursor }) }),
  ]);
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <InviteView
        invitations={invitations}
        friends={friends}
        isFirstPage={cursor === undefined}
        brand={brand}
      />
    </main>
  );
}
