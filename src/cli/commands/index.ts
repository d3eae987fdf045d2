import type { Command } from '../command'

/** Every command, loaded when it is called. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  scan: async () => (await import('./scan')).scanCommand,
  'who-can': async () => (await import('./who-can')).whoCanCommand,
  can: async () => (await import('./who-can')).canCommand,
  diff: async () => (await import('./diff')).diffCommand,
  model: async () => (await import('./model')).modelCommand,
  baseline: async () => (await import('./baseline')).baselineCommand,
  merge: async () => (await import('./merge')).mergeCommand,
  checks: async () => (await import('./checks')).checksCommand,
  explain: async () => (await import('./explain')).explainCommand,
  migrate: async () => (await import('./migrate')).migrateCommand,
  init: async () => (await import('./init')).initCommand,
}
