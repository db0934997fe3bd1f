/** The house's boundaries (docs/architecture.md): what may import what. */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-imports-nothing-of-the-others',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(server|miniapp|scripts)/' },
    },
    {
      name: 'modules-meet-through-index',
      comment: "A module's only door is its index.ts",
      severity: 'error',
      from: { path: '^server/src/modules/([^/]+)/' },
      to: {
        path: '^server/src/modules/([^/]+)/',
        pathNot: ['^server/src/modules/$1/', '^server/src/modules/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'outside-uses-a-modules-index',
      severity: 'error',
      from: { path: '^server/src/(?!modules/|testing/|db/)', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/modules/', pathNot: '^server/src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'rules-know-no-http-wechat-relay',
      comment:
        'Only routes.ts touches HTTP; the outbox is the one thing of relay a rule may write to; fhir.ts maps to it',
      severity: 'error',
      from: {
        path: '^server/src/modules/',
        pathNot: ['/(routes|fhir|index|sign-in|bind-phone|session)\\.ts$', '/[a-z-]+-routes\\.ts$', '\\.test\\.ts$'],
      },
      to: {
        path: '^server/src/(http|wechat|relay)/',
        pathNot: ['^server/src/relay/(outbox|connector)\\.ts$', '^server/src/wechat/pay/index\\.ts$'],
      },
    },
    {
      name: 'only-payments-know-the-cashier',
      severity: 'error',
      from: { path: '^server/src/modules/(?!payments/)' },
      to: { path: '^server/src/wechat/pay/' },
    },
    {
      name: 'phone-imports-only-shared',
      severity: 'error',
      from: { path: '^miniapp/src' },
      to: { path: '^(server|scripts)/' },
    },
    {
      name: 'phone-packages-do-not-meet',
      severity: 'error',
      from: { path: '^miniapp/src/packages/([^/]+)/' },
      to: { path: '^miniapp/src/packages/', pathNot: '^miniapp/src/packages/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules|\\.data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
