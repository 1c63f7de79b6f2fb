import { z } from "zod";
import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { drawLogo, keepLogo, logoOf } from "./service/logo";
import { brandSetting, setBrand, shownBrand } from "./service/setting";

const ADMINS = { operator: "access:manage" } as const;
const nothing = z.strictObject({});

export const brandRouter = router({
  /** On every page, whoever looks at it. */
  current: query({ access: { public: true }, input: nothing, output: schema.brand }, (ask) =>
    shownBrand(ask.db),
  ),
  /** To everybody, under a name that says which. */
  logo: query(
    { access: { public: true }, input: schema.logoInput, output: schema.logoFile },
    (ask, { logo }) => logoOf(ask.db, logo),
  ),
  keepLogo: command(
    { access: ADMINS, input: schema.keepLogoInput, output: schema.logoInput },
    (work, _, picture: Awaited<ReturnType<typeof drawLogo>>) => keepLogo(work, picture),
    { before: (_, input) => drawLogo(input) },
  ),
  setting: query({ access: ADMINS, input: nothing, output: schema.brandSetting }, (ask) =>
    brandSetting(ask.db),
  ),
  setSetting: command(
    { access: ADMINS, input: schema.setBrandInput, output: schema.brandSetting },
    (work, input) => setBrand(work, input),
  ),
});
