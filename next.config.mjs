import createNextIntlPlugin from "next-intl/plugin";

const isDevelopment = process.env.NODE_ENV === "development";

/**
 * Everything a page needs comes from this host. Inline scripts are allowed because Next streams
 * page data in them; src/server.ts allows only those that Next wrote for the very page.
 * `unsafe-eval` and web sockets only exist for the development server.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  // Pictures of rewards may stand on other hosts; scripts and data may not.
  "img-src 'self' data: blob: https:",
  "font-src 'self'",
  `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
];

/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  // Next's development server knows `localhost` by itself.
  allowedDevOrigins: ["127.0.0.1"],
  reactStrictMode: true,
  // Types are checked by their own step, so that a build doesn't pay for it twice.
  typescript: { ignoreBuildErrors: true },
  // Pictures are sent as they are; the address that would resize them stays closed.
  images: { unoptimized: true },
  serverExternalPackages: ["mariadb", "@node-rs/argon2", "pino", "prom-client"],
  experimental: { optimizePackageImports: ["radix-ui", "lucide-react"] },
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    {
      // Other shops' pages load it; it carries nothing of anybody.
      source: "/:file(embed|embed-checkout).js",
      headers: [
        { key: "Access-Control-Allow-Origin", value: "*" },
        { key: "Cross-Origin-Resource-Policy", value: "cross-origin" },
        { key: "Cache-Control", value: "public, max-age=600, stale-while-revalidate=86400" },
      ],
    },
    {
      // A font's file name carries its version, so it never changes under the same address.
      source: "/fonts/:file*",
      headers: [{ key: "Cache-Control", value: "public, max-age=31536000, immutable" }],
    },
  ],
};

export default createNextIntlPlugin({
  requestConfig: "./src/i18n/request.ts",
  experimental: {
    // Taken apart when the pages are built: no page brings what reads a catalog's sentences along.
    messages: {
      path: "./src/i18n/messages",
      format: "json",
      locales: "infer",
      precompile: true,
    },
  },
})(nextConfig);
