import { ImageResponse } from "next/og";

/** As the cards' materials are, from the first rung up. */
const MATERIALS = [
  ["#fffdf6", "#e8dcc4"],
  ["#d9a27a", "#9c5f35"],
  ["#e3e6ea", "#9ba1aa"],
  ["#f0d58c", "#b98a2b"],
  ["#9dbbd8", "#3f668c"],
] as const;

const PAPER = "#f5f0e8";
const OWN_ACCENT = "#b3322b";
const CARD = { width: 460, height: 288 };

let drawn: { accent: string; body: Promise<ArrayBuffer> } | null = null;

/**
 * The five cards, fanned, with the shop's accent as their seals. Without a word: no font of the house
 * has Chinese in it. Drawn once for each accent.
 */
export function drawCards(
  ownAccent: string | null,
  { width, height }: { width: number; height: number },
): Promise<ArrayBuffer> {
  const accent = ownAccent ?? OWN_ACCENT;
  if (drawn?.accent === accent) return drawn.body;
  const body = new ImageResponse(<Cards accent={accent} />, { width, height }).arrayBuffer();
  const mine = { accent, body };
  drawn = mine;
  body.catch(() => {
    if (drawn === mine) drawn = null;
  });
  return body;
}

function Cards({ accent }: { accent: string }) {
  return (
    <div style={{ display: "flex", width: "100%", height: "100%", backgroundColor: PAPER }}>
      {MATERIALS.map(([light, dark], position) => (
        <div
          key={dark}
          style={{
            display: "flex",
            position: "absolute",
            left: 120 + position * 125,
            top: 196 - position * 12,
            width: CARD.width,
            height: CARD.height,
            padding: 30,
            justifyContent: "flex-end",
            borderRadius: 24,
            border: "1px solid rgba(74,52,20,0.18)",
            backgroundImage: `linear-gradient(155deg, ${light}, ${dark})`,
            boxShadow: "0 24px 48px -20px rgba(74,52,20,0.45)",
            transform: `rotate(${(position - 2) * 5}deg)`,
          }}
        >
          <div
            style={{
              width: 72,
              height: 72,
              borderRadius: 14,
              transform: "rotate(-4deg)",
              backgroundColor: accent,
            }}
          />
        </div>
      ))}
    </div>
  );
}
