// The arrows of ARCHITECTURE.md as rules. test/architecture.spec.ts runs them and proves with planted imports that they bite.

const spec = '\\.spec\\.ts$';

// Modules of Node that only compute, wait or name the host: no file, no socket, no process.
const computing = '^(node:)?(buffer|crypto|events|os|timers|timers/promises|util|zlib)$';

// What application code may use besides ours: the container's words, and the packages that take part in a use case.
const applicationPackages = 'node_modules/(@nestjs/(common|jwt|schedule)|ajv|lru-cache)/';

const onlyUnder = (name, folder, packages) => ({
  name,
  comment: `The client ${packages} is known to ${folder} alone: nobody else speaks that protocol (docs/adr/0001).`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^${folder}/`] },
  to: { path: `node_modules/(${packages})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'kernel-is-pure',
      comment: 'The kernel holds shared words: it imports nothing but itself.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: spec },
      to: { pathNot: '^src/kernel/' },
    },
    {
      name: 'evaluation-is-pure',
      comment: 'The engine computes: no framework, no I/O, of npm only re2js.',
      severity: 'error',
      from: { path: '^src/evaluation/', pathNot: spec },
      to: { pathNot: ['^src/(evaluation|kernel)/', 'node_modules/re2js/'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'A domain folder imports itself and the kernel.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/domain/', pathNot: spec },
      to: { pathNot: ['^src/modules/$1/domain/', '^src/kernel/'] },
    },
    {
      name: 'read-model-knows-the-engine-only',
      comment: 'Snapshots are made of the engine, the kernel, hashes and compression (docs/adr/0002). The Nest module wires them.',
      severity: 'error',
      from: { path: '^src/read-model/', pathNot: [spec, '\\.module\\.ts$'] },
      to: { pathNot: ['^src/(read-model|evaluation|kernel)/', computing] },
    },
    {
      name: 'ports-speak-domain',
      comment: 'Ports speak our words: the kernel and each other (docs/adr/0001).',
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { pathNot: '^src/(ports|kernel)/' },
    },
    {
      name: 'application-knows-ports-not-adapters',
      comment: 'A use case knows its module, ports, the read model and settings: neither HTTP nor who stands behind a port.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/application/', pathNot: spec },
      to: {
        pathNot: [
          '^src/modules/$1/(domain|application)/',
          '^src/modules/[^/]+/index\\.ts$',
          '^src/(ports|kernel|read-model|evaluation|config)/',
          '^src/prometheus/relay-metrics\\.ts$',
          computing,
          applicationPackages,
        ],
      },
    },
    {
      name: 'http-drives-application',
      comment: 'Controllers call use cases; ports and adapters are behind those.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/http/', pathNot: spec },
      to: { path: '^src/(ports|adapters)/' },
    },
    {
      name: 'modules-meet-at-their-index',
      comment: "What another module may use is in that module's index.ts.",
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'outsiders-enter-by-the-index',
      comment: 'Whoever is outside the modules enters them by index.ts. Adapters have a rule of their own.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/modules/', '^src/adapters/'] },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'foundations-know-no-module',
      comment: 'What every module stands on does not lean on one of them, nor on an adapter.',
      severity: 'error',
      from: { path: '^src/(config|http|prometheus|tracing|profiling)/', pathNot: spec },
      to: { path: '^src/(modules|adapters)/' },
    },
    {
      name: 'adapters-are-named-once',
      comment: 'adapters.module.ts is the one table of who stands behind each port (docs/adr/0001).',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(adapters|cli)/', spec] },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/adapters\\.module\\.ts$' },
    },
    {
      name: 'command-line-tool-reads-files',
      comment: 'The tool reads directories and evaluates: it serves nobody and talks to no upstream.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: spec },
      to: { path: '^src/', pathNot: '^src/(cli|kernel|evaluation|read-model|adapters/files/reading)/' },
    },
    {
      name: 'adapters-are-islands',
      comment: 'An adapter knows its far side, ports and foundations, and the data structures of a domain: no other adapter, no use case.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/', pathNot: spec },
      to: { path: '^src/', pathNot: ['^src/adapters/$1/', '^src/(ports|kernel|config|prometheus)/', '^src/modules/[^/]+/domain/'] },
    },
    onlyUnder('redis-stays-home', 'src/adapters/redis', 'ioredis'),
    onlyUnder('saas-stays-home', 'src/adapters/saas', 'undici|eventsource-parser'),
    onlyUnder('opentelemetry-stays-home', 'src/tracing', '@opentelemetry'),
    {
      name: 'tracing-is-loaded-when-wanted',
      comment: 'What imports OpenTelemetry is imported dynamically: nobody else pays for it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/tracing/open-telemetry', '^src/tracing/watched-exporter\\.ts$', spec] },
      to: { path: '^src/tracing/(open-telemetry|watched-exporter)', dynamic: false },
    },
    {
      name: 'src-never-imports-test',
      comment: 'The product does not contain its tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { path: ['^(test|bench|scripts)/', spec] },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'The image holds production dependencies only.',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package we import is a package we declare.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'Rules cannot judge what they cannot find.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or want a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that stands alone is dead code.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['^src/main\\.ts$', spec, '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'no-dead-code',
      comment: 'What neither main.ts nor the command-line tool reaches is no part of the product. Worker threads are started by file name; the settings table is for the README.',
      severity: 'error',
      from: { path: '^src/(main|cli/main)\\.ts$' },
      to: { path: '^src/', pathNot: [spec, '^src/(main|cli/main)\\.ts$', '\\.worker\\.ts$', '^src/config/settings-table\\.ts$'], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
