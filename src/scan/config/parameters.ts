/**
 * A file of CloudFormation parameters in any of AWS's forms: `[{"ParameterKey", "ParameterValue"}]`, `["Key=Value"]`,
 * `{"Parameters": {...}}` (CodePipeline) or a plain map. What is wrong with it comes back as a sentence.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/index.html
 */
export function readParameterFile(text: string): Readonly<Record<string, string>> | string {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`
  }
  if (Array.isArray(data)) return fromList(data)
  if (typeof data !== 'object' || data === null) return 'is no map and no list of parameters'
  const inner = (data as { Parameters?: unknown }).Parameters
  const map = typeof inner === 'object' && inner !== null ? inner : data
  return Object.fromEntries(
    Object.entries(map).flatMap(([name, value]) => (isScalar(value) ? [[name, String(value)]] : [])),
  )
}

function fromList(items: readonly unknown[]): Readonly<Record<string, string>> | string {
  const result: Record<string, string> = {}
  for (const item of items) {
    if (typeof item === 'string' && item.indexOf('=') > 0) {
      result[item.slice(0, item.indexOf('='))] = item.slice(item.indexOf('=') + 1)
      continue
    }
    const { ParameterKey: name, ParameterValue: value } = (item ?? {}) as Record<string, unknown>
    if (typeof name !== 'string') return 'has an entry without ParameterKey'
    // UsePreviousValue leaves the value to what is deployed.
    if (isScalar(value)) result[name] = String(value)
  }
  return result
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)
