import { Seal } from "@/ui/seal";
import { LogoPicture } from "./logo-picture";
import { shopBrand } from "./shop-brand";

/** The shop's logo, or its seal, a little aslant as one is stamped. */
export async function BrandSeal({
  size,
  isFresh = false,
}: {
  size: "sm" | "lg";
  isFresh?: boolean;
}) {
  const { seal, logo } = await shopBrand();
  if (logo) return <LogoPicture logo={logo} size={size} />;
  return <Seal text={seal} size={size} className={isFresh ? "stamp -rotate-3" : "-rotate-3"} />;
}
