import { Bell } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { api } from "@/trpc/server";
import { PageLink } from "@/ui/page-link";

/** Counted up to here; more is said as more. */
const SHOWN_MAX = 99;

/** The way to the inbox, with how much is waiting there. */
export async function InboxBell() {
  const [caller, t] = await Promise.all([api(), getTranslations("myInbox")]);
  const { unread } = await caller.inbox.unreadCount({});
  return (
    <PageLink
      href="/membership/inbox"
      aria-label={t("bell", { count: unread })}
      className="touch relative grid size-10 place-items-center rounded-full text-ink-soft hover:bg-sunken hover:text-ink"
    >
      <Bell aria-hidden="true" className="size-5" strokeWidth={1.75} />
      {unread > 0 ? (
        <span
          aria-hidden="true"
          className="tabular absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-seal px-1 font-semibold text-[0.6875rem] text-seal-on leading-none"
        >
          {unread > SHOWN_MAX ? `${SHOWN_MAX}+` : unread}
        </span>
      ) : null}
    </PageLink>
  );
}
