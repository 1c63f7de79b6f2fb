import { publishConsentText } from "@/modules/members/service/consent-texts";
import { findMember } from "@/modules/members/service/members";
import { addNote } from "@/modules/members/service/notes";
import { updateRecord } from "@/modules/profile/service/hand-over";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { runWork, type Work } from "@/platform/work";
import { daysAgo } from "./acts";

/** The words of each consent, who gave which where, and what the desk wrote down about some. */

const TEXTS = [
  [
    "email",
    "我同意通过邮件接收积分到期提醒和等级变化通知，可随时在此撤回。",
    "I agree to receive emails about expiring points and tier changes. I can withdraw here at any time.",
  ],
  [
    "sms",
    "我同意通过短信接收积分到期提醒，可随时在此撤回。",
    "I agree to receive text messages about expiring points. I can withdraw here at any time.",
  ],
  [
    "marketing",
    "我同意接收新活动和会员专享优惠的消息，可随时在此撤回。",
    "I agree to be told of new activities and member offers. I can withdraw here at any time.",
  ],
] as const;

const NOTES = [
  ["demo-gold", 40, "偏好顺丰，收件请避开工作日上午。"],
  ["demo-gold", 12, "电话确认过地址，已在商城更新。\n退货那一单的运费已另行补偿。"],
  ["demo-silver", 25, "咨询过升金牌的条件，已说明差额。"],
] as const;

async function actingAt(days: number, run: (work: Work) => Promise<unknown>): Promise<void> {
  const row = await reader.row<{ id: number }>(
    "SELECT id FROM user WHERE role = 'operator' ORDER BY id LIMIT 1",
  );
  const userId = row?.id ?? null;
  const actor = userId === null ? "demo" : `operator:${userId}`;
  const caller = { ...ANONYMOUS, kind: "operator" as const, actor, userId, personId: userId };
  await runWork({ caller, requestId: "demo-seed", now: daysAgo(days, 300) }, "demo", run);
}

async function memberId(externalId: string): Promise<number> {
  return (await findMember(reader, { externalId }))?.id ?? 0;
}

/** Once: a run that was interrupted before its end begins anew with what is missing. */
export async function keepRecords(): Promise<void> {
  if (await reader.row("SELECT 1 AS one FROM consent_text LIMIT 1")) return;
  for (const [externalId, days, text] of NOTES) {
    const id = await memberId(externalId);
    await actingAt(days, (work) => addNote(work, { memberId: id }, text));
  }
  for (const [externalId, email] of [
    ["demo-gold", "linxia@demo.test"],
    ["demo-silver", "silver@demo.test"],
  ] as const) {
    const id = await memberId(externalId);
    const said = (given: boolean, days: number, source: string) => ({
      given,
      at: daysAgo(days, 200),
      source,
      textVersion: 1,
    });
    const consents = { email: said(true, 30, "结账页"), marketing: said(true, 30, "门店柜台") };
    await actingAt(29, (work) =>
      updateRecord(work, { memberId: id, email, verified: ["email"], consents }),
    );
    await actingAt(9, (work) =>
      updateRecord(work, {
        memberId: id,
        verified: [],
        consents: { marketing: said(false, 9, "客服电话") },
      }),
    );
  }
  await actingAt(200, async (work) => {
    for (const [consent, words, en] of TEXTS) {
      await publishConsentText(work, { consent, text: { "zh-CN": words, en }, version: 0 });
    }
  });
}
