# Three stages: build with everything, install what runs, run as nobody in particular.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build --chown=node:node /app/.next ./.next
COPY package.json next.config.mjs ./
COPY public ./public
COPY prisma/migrations ./prisma/migrations
COPY scripts/migrate.mjs scripts/database-connection.mjs scripts/progress.mjs scripts/workspace.mjs ./scripts/
COPY src/platform/database-address.mjs src/platform/database-version.mjs ./src/platform/
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/v1/member-system/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Next grows to whatever heap it is given.
CMD ["node", "--max-old-space-size=1024", "--enable-source-maps", "dist/server.mjs"]
