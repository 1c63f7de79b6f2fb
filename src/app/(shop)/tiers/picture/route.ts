import { shopBrand } from "@/app/shell/shop-brand";
import { drawCards } from "./draw-cards";
import { picture } from "./picture";

/** What chats and networks show of a link to the ladder; the words beside it are the page's own. */
export async function GET() {
  const { accent } = await shopBrand();
  const body = await drawCards(accent, picture);
  return new Response(body, {
    headers: { "Content-Type": "image/png", "Cache-Control": "public, max-age=3600" },
  });
}
