/** Imports flow one way: src/model <- src/iam <- parsers, checks <- src/scan <- src/cli, src/action. */
const forbid = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('model-imports-nothing', '^src/model/', '^(src/(?!model/)|parsers/|checks/|node_modules/)'),
    forbid('iam-imports-model', '^src/iam/', '^(src/(?!(model|iam)/)|parsers/|checks/|node_modules/)'),
    forbid('parsers-never-import-checks', '^parsers/', '^(checks/|src/(?!(model|iam)/))'),
    forbid('checks-never-import-parsers', '^checks/', '^(parsers/|src/(?!(model|iam)/))'),
    forbid('reports-see-the-model', '^src/report/', '^(src/(?!(model|report)/)|parsers/|checks/)'),
    forbid('scan-is-below-the-command-line', '^src/scan/', '^src/(cli|action|report|diff)/'),
    forbid('diff-is-above-the-scan', '^src/diff/', '^(src/(cli|action|report)/|checks/|parsers/)'),
    forbid('nothing-imports-the-action', '^(src/(?!(action/|main\\.ts))|parsers/|checks/)', '^src/action/'),
    forbid('nothing-imports-the-command-line', '^(src/(?!(cli|action)/|main\\.ts)|parsers/|checks/)', '^src/cli/'),
    forbid('no-drawers', '', '(^|/)(utils?|helpers?|common|misc)(\\.ts|/)(?!.*node_modules)'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.cjs', '.json'] },
  },
}
