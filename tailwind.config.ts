import type { Config } from "tailwindcss";

/**
 * The design tokens: ink on warm paper, one seal red. Colours are variables (see
 * src/app/globals.css), so that one class works in light and dark; nothing outside this palette
 * exists as a class.
 */
export default {
  content: ["./src/**/*.{ts,tsx}"],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      paper: "var(--paper)",
      surface: "var(--surface)",
      sunken: "var(--sunken)",
      ink: { DEFAULT: "var(--ink)", soft: "var(--ink-soft)", faint: "var(--ink-faint)" },
      line: { DEFAULT: "var(--line)", strong: "var(--line-strong)" },
      seal: {
        DEFAULT: "var(--seal)",
        hover: "var(--seal-hover)",
        on: "var(--seal-on)",
        ink: "var(--seal-ink)",
        soft: "var(--seal-soft)",
        line: "var(--seal-line)",
      },
      good: { DEFAULT: "var(--good)", soft: "var(--good-soft)" },
      warn: { DEFAULT: "var(--warn)", soft: "var(--warn-soft)" },
      bar: "var(--bar)",
      tier: {
        1: "var(--tier-1)",
        2: "var(--tier-2)",
        3: "var(--tier-3)",
        4: "var(--tier-4)",
        5: "var(--tier-5)",
      },
      veil: "var(--veil)",
      "picture-veil": "var(--picture-veil)",
    },
    fontFamily: { sans: "var(--sans)", serif: "var(--serif)" },
    fontSize: {
      xs: ["0.75rem", { lineHeight: "1.125rem" }],
      sm: ["0.8125rem", { lineHeight: "1.25rem" }],
      base: ["0.9375rem", { lineHeight: "1.5rem" }],
      lg: ["1.125rem", { lineHeight: "1.625rem" }],
      xl: ["1.375rem", { lineHeight: "1.875rem" }],
      "2xl": ["1.75rem", { lineHeight: "2.25rem" }],
      "3xl": ["2.75rem", { lineHeight: "3.25rem" }],
    },
    borderRadius: {
      none: "0",
      xs: "0.1875rem",
      sm: "0.375rem",
      md: "0.625rem",
      lg: "1.125rem",
      xl: "1.25rem",
      full: "9999px",
    },
    boxShadow: {
      none: "none",
      raised: "var(--shadow-raised)",
      overlay: "var(--shadow-overlay)",
    },
  },
} satisfies Config;
