import { env } from "@/env";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { brandSetting } from "../../brand/service/setting";
import { type MessageRow, newestMessages } from "../store";
import { letterOf } from "./messages";

/**
 * What goes out, or would, for whoever tries a development system. Nobody has it in production: the
 * codes of everybody stand in it.
 *
 * @throws DomainError NOT_FOUND in production
 */
export async function mailboxOf(ask: Ask, { limit }: { limit: number }) {
  if (env().MEMBER_SYSTEM_ENV !== "development") throw new DomainError("NOT_FOUND");
  const [rows, { name }] = await Promise.all([newestMessages(ask.db, limit), brandSetting(ask.db)]);
  const items = rows.map((row) => {
    const { id: messageId, channel, address, kind, status, createdAt } = row;
    const letter = hasText(row) ? letterOf(row, name) : null;
    const { subject = null, text = null, code = null } = letter ?? {};
    return { messageId, channel, address, kind, status, subject, text, code, createdAt };
  });
  return { items };
}

/** What has a code or a link is erased with it; the others say the same to everybody. */
function hasText({ kind, sealed }: MessageRow): boolean {
  return sealed !== null || !/_(CODE|LINK)$/.test(kind);
}
