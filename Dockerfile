# One image for every role; the environment chooses the role.

FROM node:24-bookworm-slim AS build
WORKDIR /app
# Dependencies first: they change more rarely than the sources.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
# npm keeps TypeScript as an optional peer of @nestjs/swagger, which does without it when it runs.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/typescript node_modules/.bin

FROM node:24-bookworm-slim AS runtime
LABEL org.opencontainers.image.title="ff-relay-proxy" \
      org.opencontainers.image.description="Relay proxy for Harness Feature Flags" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# Everything belongs to root: the process, under its own user, cannot change its code.
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/package.json ./
COPY LICENSE ./

# In production the default AUTH_SECRET is refused. 7000 is the port of the proxy's images from of old.
ENV NODE_ENV=production \
    PORT=7000
EXPOSE 7000

# A number, so that Kubernetes can see for itself that it is not root. The root file system may be read-only.
USER 1000:1000

# The process itself, not its upstreams: a restart would lose the flags in memory while SaaS is away.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "const tls = /^(1|t|true)$/i.test(process.env.TLS_ENABLED ?? ''); require(tls ? 'node:https' : 'node:http').get({ host: '127.0.0.1', port: process.env.PORT, path: '/health/live', rejectUnauthorized: false }, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]

# Without a shell in between, SIGTERM reaches the process.
STOPSIGNAL SIGTERM
CMD ["node", "dist/main.js"]
