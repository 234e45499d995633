# callfolio in a container, without a database: MONGODB_URI names a replica set or a sharded cluster.
# The base image is named by its digest; see docs/security.md on where it is from and how it is moved.

FROM node:20-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0 AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY server server
COPY models models
COPY routes routes
COPY views views
RUN npm run build

FROM node:20-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0 AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

FROM node:20-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
# As `npm start`: memory that is no longer used goes back to the system.
ENV MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=65536 MALLOC_TRIM_THRESHOLD_=65536
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE SECURITY.md ./
COPY views/assets views/assets
COPY server/build.js server/callfolio.js server/prepare.js server/
COPY --from=build /app/dist dist
# Backups are written here; what else is kept is in the database.
RUN mkdir /backups /files && chown node:node /backups /files
# Files lie here while they are made and downloaded: none is kept.
ENV FILES_DIR=/files
VOLUME /backups /files
USER node
EXPOSE 3000
# Whether it can work, the database included; an engine that only shows this ends nothing because of it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself in the end, so that a signal reaches it; how much it may take follows from the memory there is.
CMD ["sh", "-c", "flags=$(node server/prepare.js) && exec node $flags dist/server/main.js"]
