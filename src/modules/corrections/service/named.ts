import { requireMayNameByPhone } from "@/platform/auth";
import { maskedPhone } from "@/platform/phone";
import { BY_PHONE, type Work } from "@/platform/work";
import { membersNamed } from "../../members/service/spans";
import type { BatchInput } from "../schema";

type InputRow = Pick<
  BatchInput["rows"][number],
  "memberId" | "externalId" | "memberCode" | "phone"
>;

/** Nobody's phone is kept for what they may get: enough of it is, to know the row again. */
export function namedBy(row: InputRow | undefined): string | null {
  const { memberCode, phone } = row ?? {};
  return memberCode ?? (phone === undefined ? null : maskedPhone(phone));
}

/**
 * Finds the members of rows, each column asked once.
 *
 * @throws DomainError PERMISSION_DENIED where a row names a phone and the caller may not look members up
 */
export async function finderOf(work: Work, rows: readonly InputRow[]) {
  if (rows.some(({ phone }) => phone !== undefined)) requireMayNameByPhone(work.caller);
  const by = async (
    column: Parameters<typeof membersNamed>[1],
    names: readonly (string | number | undefined)[],
  ) => {
    const asked = names.filter((name) => name !== undefined);
    const found = await membersNamed(work.tx, column, asked);
    return new Map(found.map((member) => [member[column], member]));
  };
  const [ids, outside, codes, phones] = [
    await by(
      "id",
      rows.map(({ memberId }) => memberId),
    ),
    await by(
      "externalId",
      rows.map(({ externalId }) => externalId),
    ),
    await by(
      "memberCode",
      rows.map(({ memberCode }) => memberCode),
    ),
    await by(
      "phoneKey",
      rows.map(({ phone }) => phone),
    ),
  ];
  work.keep(BY_PHONE, new Map([...phones].map(([phone, { id }]) => [phone, id])));
  return ({ memberId, externalId, memberCode, phone }: InputRow) => {
    if (memberId !== undefined) return ids.get(memberId);
    if (externalId !== undefined) return outside.get(externalId);
    return memberCode === undefined ? phones.get(phone ?? "") : codes.get(memberCode);
  };
}
