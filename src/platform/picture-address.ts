import { z } from "zod";

/** A drawing of ours, or a picture elsewhere over https. */
export const imageAddress = z
  .string()
  .max(500)
  .refine((text) => /^\/rewards\/[a-z0-9-]+\.svg$/.test(text) || isPictureUrl(text), {
    error: "/rewards/….svg / https://…",
  });

function isPictureUrl(text: string): boolean {
  if (!/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === "https:" && username === "" && password === "";
}
