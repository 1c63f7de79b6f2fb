import { env } from "@/env";
import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { type Channel, channel } from "../../sending/schema";
import { canSend } from "../../sending/service/messages";
import * as store from "../store/sign-up-setting";

async function settingOf(db: Reader): Promise<store.SignUpSetting> {
  const setting = await store.readSetting(db);
  invariant(setting, "the setting’s row is there");
  return setting;
}

function codesBy(): Channel[] {
  return channel.options.filter(canSend);
}

/** What a page offers to strangers: what the shop has switched on, as far as codes can be sent there. */
export async function signUpOffer(db: Reader) {
  const { byEmail, byPhone, termsUrl } = await settingOf(db);
  const isOn: Record<Channel, boolean> = { EMAIL: byEmail, SMS: byPhone };
  const signUpBy = codesBy().filter((one) => isOn[one]);
  return { signUpBy, codesBy: codesBy(), textsTo: env().SMS_COUNTRIES, termsUrl };
}

export async function signUpSetting(ask: Ask) {
  return { ...(await settingOf(ask.db)), codesBy: codesBy() };
}

/** @throws DomainError VERSION_CONFLICT where somebody else changed it meanwhile */
export async function setSignUp(work: Work, input: store.SignUpSetting) {
  const before = await store.lockSetting(work.tx);
  invariant(before, "the setting’s row is there");
  if (before.revision !== input.revision) throw new DomainError("VERSION_CONFLICT");
  const after = { ...input, revision: before.revision + 1 };
  store.saveSetting(work.tx, after);
  work.audit({ action: "identity.setSignUp", target: "signUp", before, after });
  return { ...after, codesBy: codesBy() };
}
