import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { BrandSetting } from "../schema";
import * as store from "../store/setting";

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

/** @throws DomainError VERSION_CONFLICT where somebody else changed it meanwhile */
export async function setBrand(work: Work, input: BrandSetting): Promise<BrandSetting> {
  const before = await store.lockSetting(work.tx);
  invariant(before, "the setting’s row is there");
  if (before.revision !== input.revision) throw new DomainError("VERSION_CONFLICT");
  const after = { ...input, revision: before.revision + 1 };
  store.saveSetting(work.tx, after);
  work.audit({ action: "brand.setSetting", target: "brand", before, after });
  return after;
}
