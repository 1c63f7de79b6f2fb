import type { IncomingHttpHeaders } from "node:http";
import { memberOfAccount } from "@/modules/access/service/accounts";
import { inviteFollower } from "@/modules/earning/service/followed";
import {
  followedLink,
  forgettingCookie,
  inviteCookie,
  keptInvitation,
} from "@/modules/earning/service/invite-link";
import { businessNow } from "@/platform/clock";
import { log } from "@/platform/log";
import type { Network } from "@/platform/network";
import { originOfStranger, runWork } from "@/platform/work";

/** An invitation from the link that is followed to the first time its follower comes in as a member. */

/** Where links of invitations lead, and where a code can be typed. */
const INVITING = ["/tiers", "/join"];

/**
 * The cookie that a page's answer keeps an invitation by. Only of a page that somebody looks at: what
 * another site frames or loads in passing must not make its owner the one who invited.
 */
export function followingCookie(url: URL, headers: IncomingHttpHeaders): string | null {
  if (!INVITING.includes(url.pathname)) return null;
  const looksFor = headers["sec-fetch-dest"];
  // A page's own router asks for what is in a link of ours as "empty", from this very site.
  const isOwn = looksFor === "empty" && headers["sec-fetch-site"] === "same-origin";
  if (looksFor !== undefined && looksFor !== "document" && !isOwn) return null;
  const followed = followedLink(url.searchParams, businessNow());
  return followed && inviteCookie(followed);
}

/** What a page says of an invitation: of the link it was asked for by, or of one that was followed before. */
export function invitationAt(
  query: Record<string, string | string[] | undefined>,
  cookies: string,
): { code: string; inviter: string | null } | null {
  const now = businessNow();
  const asked = new URLSearchParams();
  for (const name of ["invite", "by"]) {
    const [value] = [query[name]].flat();
    if (value !== undefined) asked.set(name, value);
  }
  return followedLink(asked, now) ?? keptInvitation(cookies, now);
}

interface Visit {
  network: Network;
  cookies: string;
  answerCookies: string[];
}

/** Nobody is kept outside by it; what could not be looked at now is looked at when they come in again. */
export async function bindInvitation(visit: Visit, userId: number): Promise<void> {
  const followed = keptInvitation(visit.cookies, businessNow());
  if (followed === null) return;
  try {
    const memberId = await memberOfAccount(userId);
    if (memberId === null) return;
    await runWork(originOfStranger(visit.network), null, (work) =>
      inviteFollower(work, memberId, followed),
    );
    visit.answerCookies.push(forgettingCookie());
  } catch (error) {
    log().warn({ err: error }, "sign-in: an invitation could not be looked at");
  }
}
