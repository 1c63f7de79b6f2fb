import { env } from "@/env";
import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import { isOrderTemplate } from "@/platform/order-address";
import type { Work } from "@/platform/work";
import type { BrandSetting } from "../schema";
import * as logos from "../store/logo";
import * as store from "../store/setting";

/** Somebody may have uploaded it and not saved yet. */
const UPLOADED_MS = 86_400_000;

export async function brandSetting(db: Reader): Promise<BrandSetting> {
  const setting = await store.readSetting(db);
  invariant(setting, "the setting’s row is there");
  return setting;
}

/** For everybody: without what only its editors need. */
export async function shownBrand(db: Reader) {
  const { revision: _, ...shown } = await brandSetting(db);
  return shown;
}

/**
 * Refusals in order: VALIDATION_FAILED (orders shown at an address that is not encrypted), VERSION_CONFLICT
 * where somebody else changed it meanwhile.
 */
export async function setBrand(work: Work, input: BrandSetting): Promise<BrandSetting> {
  requireEncrypted(input.orderUrl);
  const before = await store.lockSetting(work.tx);
  invariant(before, "the setting’s row is there");
  if (before.revision !== input.revision) throw new DomainError("VERSION_CONFLICT");
  const { logo } = input;
  if (logo !== null && !(await logos.hasLogo(work.tx, logo))) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "logo", message: "≠" }]);
  }
  logos.forgetLogos(work.tx, logo, new Date(work.now.getTime() - UPLOADED_MS));
  const after = { ...input, revision: before.revision + 1 };
  store.saveSetting(work.tx, after);
  work.audit({ action: "brand.setSetting", target: "brand", before, after });
  return after;
}

/** Only a machine that is developed on has a shop without encryption. */
function requireEncrypted(orderUrl: string | null): void {
  const plainHttp = env().MEMBER_SYSTEM_ENV === "development";
  if (orderUrl === null || isOrderTemplate(orderUrl, { plainHttp })) return;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "orderUrl", message: "https" }]);
}
