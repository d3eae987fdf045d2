/** What a report may know beside the result. Every report takes `(result, options)` and gives a text. */
export interface ReportOptions {
  readonly version: string
  /** Terminal colours; console only. */
  readonly colors?: boolean
  /** Columns of the terminal, to wrap and cut at; console only. 100 when not known. */
  readonly width?: number
  /** List every instance, and what is unresolved and suppressed as well; console only. */
  readonly verbose?: boolean
  /** Findings and errors alone; console only. */
  readonly quiet?: boolean
  /** The prose of each check in Markdown, by id; SARIF puts it into the rules' help, HTML beside the findings. */
  readonly pages?: Readonly<Record<string, string>>
  /** SARIF: tells several uploads for one commit apart. */
  readonly category?: string
  /** SARIF: put suppressed findings in as well. Code scanning shows them as open alerts. */
  readonly includeSuppressed?: boolean
  /** GitHub: whether a line of a file, seen from the root of the repository, is one that the change has touched. */
  readonly isChanged?: (file: string, line: number) => boolean
  /** The working directory, seen from the root of the repository: `infra/prod`; '' when they are the same. */
  readonly prefix?: string
}

/** Where people read on. */
export const homepage = 'https://github.com/iamgate/iamgate'

/** The page of a check. The checks of ignores share one. */
export function pageUrl(check: string): string {
  if (check.startsWith('ignore-')) return `${homepage}/blob/main/docs/ignoring.md`
  return `${homepage}/blob/main/docs/checks/${check}.md`
}
