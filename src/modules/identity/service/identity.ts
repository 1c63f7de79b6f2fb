import { ANONYMOUS, type Caller } from "@/platform/auth";
import { reader } from "@/platform/db";
import { memberTokenOf, memberTokens } from "@/platform/member-token";
import {
  authenticate,
  type Credentials,
  MEMBER_RATE_PER_MINUTE,
} from "../../access/service/authenticate";
import { findMember } from "../../members/service/members";

/**
 * Who sent a request: a customer with a token of the shop's identity provider, or whoever access
 * knows.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED, SERVICE_UNAVAILABLE
 */
export async function identify(credentials: Credentials): Promise<Caller> {
  const verify = memberTokens();
  const token = credentials.signedBody ? undefined : memberTokenOf(credentials.headers);
  if (!verify || token === undefined) return authenticate(credentials);
  return customer(await verify(token));
}

/** No session: nothing that a browser sends by itself, so no Origin is asked for. */
async function customer(externalId: string): Promise<Caller> {
  const known = { ...ANONYMOUS, kind: "member", ratePerMinute: MEMBER_RATE_PER_MINUTE } as const;
  const member = await findMember(reader, { externalId });
  if (!member) return { ...known, actor: `customer:${externalId}`, unknownAs: externalId };
  return { ...known, actor: `member:${member.id}`, memberId: member.id };
}
