# The command line, the server and the queue's worker in one image, with the models inside: nothing is fetched when it runs.
#   docker build -t efface .
#   docker run --rm --network none --user "$(id -u)" -v "$PWD:/data" efface /data/claims --out-dir /data/clean
#   docker run --rm -p 127.0.0.1:8080:8080 -e EFFACE_API_KEY efface serve --host 0.0.0.0
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY . .
# The build needs what the product does not. Of the packages that are optional the image has all.
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && npm run build \
  && npm pkg get devDependencies | node -e "\
    const dev = JSON.parse(require('fs').readFileSync(0, 'utf8'));\
    console.log(['@aws-sdk/client-s3', '@aws-sdk/lib-storage', 'bullmq', 'ioredis'].map(name => name + '@' + dev[name]).join('\n'))" > /tmp/optional \
  && npm install --omit=dev --save-prod --save-exact --ignore-scripts --no-audit --no-fund $(cat /tmp/optional) \
  && rm -rf dist/test dist/benchmarks node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32

FROM node:22-bookworm-slim
ENV NODE_ENV=production ORT_DISABLE_TELEMETRY=1 UV_THREADPOOL_SIZE=8 MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /build/package.json /build/LICENSE /build/SECURITY.md ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/models ./models
COPY --from=build /build/lib/http/ui/page ./lib/http/ui/page
COPY --from=build /build/dist ./dist
# Large inputs are spooled there, in files that nobody else can open. Nothing else is written: the rest may be read-only. No tmpfs, which would count as memory.
ENV TMPDIR=/spool
RUN install -d -m 0700 -o 1000 -g 1000 /spool
VOLUME /spool
# The user "node", without rights.
USER 1000:1000
EXPOSE 8080 9464
# The server answers on 8080, a worker with --metrics-port 9464 on that; a batch answers on none, and needs no check.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "Promise.any([8080, 9464].map(port => fetch('http://127.0.0.1:' + port + '/healthz').then(a => a.ok ? a : Promise.reject(a)))).catch(() => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/lib/cli/bin.js"]
CMD ["serve", "--host", "0.0.0.0"]
