/** Scanners whose own ignores iamgate can take for its own, by the names that `honour-ignores-of` gives them. */
export const neighbourNames = ['checkov', 'tfsec', 'trivy', 'cfn_nag', 'cdk_nag', 'kics', 'terrascan'] as const

export type Neighbour = (typeof neighbourNames)[number]

/** Where the metadata of checks says what a neighbour calls the same. */
export const mappedAs: Readonly<Record<Neighbour, string>> = {
  checkov: 'checkov',
  tfsec: 'trivy',
  trivy: 'trivy',
  cfn_nag: 'cfnNag',
  cdk_nag: 'cdkNag',
  kics: 'kics',
  terrascan: 'terrascan',
}
