/** Parts of Terraform's addresses: https://developer.hashicorp.com/terraform/cli/state/resource-addressing */

/** An address without its instance keys: `module.a["x"].aws_iam_role.r[0]` is `module.a.aws_iam_role.r`. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, '')
}

/** The names of the module calls in a module's address, outermost first. */
export function callNames(module: string): readonly string[] {
  if (module === '') return []
  return withoutKeys(module)
    .split('.')
    .filter((_, index) => index % 2 === 1)
}

/** The address of the module that calls this one; '' for the root module's own. */
export function callerOf(module: string): string {
  const found = /^(.*?)\.?module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])?$/s.exec(module)
  return found?.[1] ?? ''
}

/** An address within a module. */
export function within(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`
}

/** The instance key that an address ends with: `[0]`, `["x"]`, or ''. */
export function keyOf(address: string): string {
  return /\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]$/.exec(address)?.[0] ?? ''
}
