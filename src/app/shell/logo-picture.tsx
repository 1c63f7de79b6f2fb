/** As wide as it is, and as high as the seal would be. */
const heights = { sm: "h-8 max-w-32", lg: "h-14 max-w-52" };

/** What the shop's name says beside it is said once: to who listens it is nothing. */
export function LogoPicture({ logo, size }: { logo: string; size: keyof typeof heights }) {
  return (
    // biome-ignore lint/performance/noImgElement: it is in the frame of every page, and the script of Next's own (8 kB) would be, too
    <img
      src={`/api/logo/${logo}`}
      alt=""
      width={512}
      height={512}
      className={`${heights[size]} w-auto object-contain`}
    />
  );
}
