/** Imports point inward: handler, infra/local -> operation -> ports -> domain; adapters -> ports, schemas, resources, domain. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('no-cycles', 'Break the cycle: move what both need to the inner module.', {}, { circular: true }),
    forbid(
      'domain-is-pure',
      'The domain knows only itself and temporal-polyfill. Pass I/O in through a port or an argument.',
      { path: '^shared/domain/' },
      { pathNot: ['^shared/domain/', '^node_modules/temporal-(polyfill|spec)', '^temporal-polyfill'] },
    ),
    forbid(
      'ports-know-the-domain-only',
      'A port speaks in domain types; put wire and table shapes behind an adapter.',
      { path: '^shared/ports/' },
      { pathNot: ['^shared/(ports|domain)/'] },
    ),
    forbid(
      'resources-stand-alone',
      'shared/resources holds names only, so that stacks and adapters can both import it.',
      { path: '^shared/resources/' },
      { pathNot: ['^shared/resources/'] },
    ),
    forbid(
      'schemas-know-domain-and-zod',
      'A schema describes a shape; it may not reach for ports, adapters or the SDK.',
      { path: '^shared/schemas/' },
      { path: ['^shared/(ports|adapters)/', '^functions/', '^infra/', 'aws-sdk', 'aws-cdk-lib'] },
    ),
    forbid(
      'adapters-point-inward',
      'An adapter may use ports, schemas, resources and domain, never a function or the infrastructure.',
      { path: '^shared/adapters/' },
      { path: ['^functions/', '^infra/'] },
    ),
    forbid(
      'sdk-only-in-aws-adapters',
      'Talk to AWS through a port; its adapter lives in shared/adapters/aws.',
      { pathNot: ['^shared/adapters/aws/', '^infra/local/', '^test/'] },
      { path: ['@aws-sdk/', '@smithy/'] },
    ),
    forbid(
      'cdk-only-in-infra',
      'Only infra describes infrastructure.',
      { pathNot: ['^infra/(bin|stacks|constructs)/', '^test/infra/'] },
      { path: ['aws-cdk-lib', 'cdk-nag', '^node_modules/constructs'] },
    ),
    forbid(
      'stacks-know-names-only',
      'Stacks and constructs wire by name: import shared/resources, not the code that runs.',
      { path: '^infra/(bin|stacks|constructs)/' },
      { path: ['^functions/', '^shared/(domain|ports|adapters|schemas)/', '^infra/local/'] },
    ),
    forbid(
      'functions-do-not-import-each-other',
      'Share through shared/domain or a port, not between functions.',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/([^/]+)/', pathNot: ['^functions/$1/'] },
    ),
    forbid(
      'operations-receive-ports',
      'Only *.handler.ts and infra/local choose adapters; an operation gets its ports as arguments.',
      { path: '^functions/', pathNot: ['\\.handler\\.ts$', '^functions/sla/'] },
      { path: ['^shared/adapters/', '@middy/', '@aws-lambda-powertools/'] },
    ),
    forbid(
      'no-orphan-names',
      'Name a file by what it knows.',
      {},
      { path: '(^|/)(utils?|helpers?|common)(/|\\.)', pathNot: 'node_modules' },
    ),
    forbid('no-unresolvable', 'The import resolves to nothing.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
