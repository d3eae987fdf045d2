/** True for the JSON of `iamgate model --format json`, of any version, by the start of its text. */
export function recogniseModel(text: string): boolean {
  return /^\ufeff?\s*\{/.test(text) && /"kind"\s*:\s*"iamgate-model"/.test(text)
}
