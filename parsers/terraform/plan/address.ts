/** Parts of Terraform's addresses: https://developer.hashicorp.com/terraform/cli/state/resource-addressing */

/** Modules are read so many levels deep; people's go to five or so. */
export const deepestModule = 50

/** The steps between the dots, each with its instance key: `module`, `a["x.y"]`, `aws_iam_role`, `r[0]`. */
function stepsOf(address: string): readonly string[] {
  const steps: string[] = []
  let start = 0
  let inKey = false
  let inQuotes = false
  for (let at = 0; at < address.length; at++) {
    const character = address[at]
    if (inQuotes) {
      if (character === '\\') at++
      else if (character === '"') inQuotes = false
    } else if (inKey) {
      if (character === '"') inQuotes = true
      else if (character === ']') inKey = false
    } else if (character === '[') inKey = true
    else if (character === '.') {
      steps.push(address.slice(start, at))
      start = at + 1
    }
  }
  steps.push(address.slice(start))
  return steps
}

function nameOf(step: string): string {
  const key = step.indexOf('[')
  return key < 0 ? step : step.slice(0, key)
}

/** An address without its instance keys: `module.a["x"].aws_iam_role.r[0]` is `module.a.aws_iam_role.r`. */
export function withoutKeys(address: string): string {
  return address.includes('[') ? stepsOf(address).map(nameOf).join('.') : address
}

/** The names of the module calls in a module's address, outermost first. */
export function callNames(module: string): readonly string[] {
  if (module === '') return []
  return stepsOf(module)
    .filter((_, index) => index % 2 === 1)
    .map(nameOf)
}

/** The address of the module that calls this one; '' for a module that the root calls. */
export function callerOf(module: string): string {
  return stepsOf(module).slice(0, -2).join('.')
}

/** An address within a module. */
export function within(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`
}

/** The instance key that an address ends with: `[0]`, `["x"]`, or ''. */
export function keyOf(address: string): string {
  const last = stepsOf(address).at(-1) ?? ''
  return last.slice(nameOf(last).length)
}
