/** Everything, for the entry points of the bundle: they load this file only when they need it. */
export { main } from './cli/main'
export { runAction } from './action/main'
