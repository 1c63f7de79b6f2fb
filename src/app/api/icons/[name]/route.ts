import { ICONS, type IconName, iconPicture, iconVersion } from "@/app/shell/icons";
import { shopBrand } from "@/app/shell/shop-brand";
import { drawSeal } from "@/platform/seal-picture";

interface IconRoute {
  params: Promise<{ name: string }>;
}

/** The shop's seal as the picture of an app. */
export async function GET(request: Request, { params }: IconRoute) {
  const { name } = await params;
  if (!Object.hasOwn(ICONS, name)) return new Response(null, { status: 404 });
  const brand = await shopBrand();
  const picture = await drawSeal(iconPicture(brand, name as IconName));
  const isThatOne = new URL(request.url).searchParams.get("v") === iconVersion(brand);
  return new Response(new Uint8Array(picture), {
    headers: {
      "Content-Type": "image/png",
      "Cache-Control": isThatOne ? "public, max-age=31536000, immutable" : "no-cache",
    },
  });
}
