import type { z } from "zod";
import { consentKind, type enrolInput, type recordUpdate } from "@/modules/members/schema";
import type { Outputs } from "@/trpc/client";

/** A person as they are typed. */

export type MemberRecord = Outputs["members"]["record"];

export interface MemberDraft {
  nickname: string;
  phone: string;
  email: string;
  birthday: string;
  /** Whether it has been proven to be theirs. */
  phoneVerified: boolean;
  reason: string;
  consents: Record<(typeof consentKind.options)[number], boolean>;
  /** Where they said yes or no. */
  source: string;
}

export function draftOfMember(record: MemberRecord | null): MemberDraft {
  return {
    nickname: record?.nickname ?? "",
    phone: record?.phone ?? "",
    email: record?.email ?? "",
    birthday: record?.birthday ?? "",
    phoneVerified: false,
    reason: "",
    consents: {
      email: record?.consents.email.given ?? false,
      sms: record?.consents.sms.given ?? false,
      marketing: record?.consents.marketing.given ?? false,
    },
    source: "",
  };
}

const FIELDS = ["nickname", "phone", "email", "birthday"] as const;

/** Which consents are another than they were. */
export function consentsChanged(record: MemberRecord | null, { consents }: MemberDraft) {
  const before = draftOfMember(record).consents;
  return consentKind.options.filter((consent) => consents[consent] !== before[consent]);
}

/** Whether a birthday that is known becomes another, which needs a reason. */
export function isReborn(record: MemberRecord | null, { birthday }: MemberDraft): boolean {
  return record !== null && record.birthday !== null && birthday !== record.birthday;
}

function consentsOf(record: MemberRecord | null, draft: MemberDraft) {
  const source = draft.source.trim();
  const said = consentsChanged(record, draft).map((consent) => {
    const given = draft.consents[consent];
    return [consent, source === "" ? { given } : { given, source }] as const;
  });
  return said.length === 0 ? {} : { consents: Object.fromEntries(said) };
}

export function newMemberOf(draft: MemberDraft): z.input<typeof enrolInput> {
  const typed = FIELDS.map((field) => [field, draft[field].trim()] as const).filter(
    ([, value]) => value !== "",
  );
  return { ...Object.fromEntries(typed), ...consentsOf(null, draft) };
}

/** What was changed alone, so that nothing else is judged again; an emptied field is cleared. */
export function memberUpdateOf(
  record: MemberRecord,
  draft: MemberDraft,
): z.input<typeof recordUpdate> {
  const before = draftOfMember(record);
  const changed = FIELDS.filter((field) => draft[field].trim() !== before[field]).map((field) => [
    field,
    draft[field].trim() || null,
  ]);
  const verified = draft.phoneVerified && draft.phone.trim() !== "" ? (["phone"] as const) : [];
  return {
    memberId: record.memberId,
    version: record.version,
    ...Object.fromEntries(changed),
    // Proving it says it again.
    ...(verified.length > 0 ? { phone: draft.phone.trim() } : {}),
    ...(isReborn(record, draft) ? { reason: draft.reason.trim() } : {}),
    verified: [...verified],
    ...consentsOf(record, draft),
  };
}
