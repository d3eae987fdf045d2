import type { Environment } from './inputs'

/** What GitHub does not let this token do, or cannot do now, in one sentence without its full stop. */
export class Refused extends Error {}

export interface Comment {
  readonly id: number
  readonly body: string
}

/** Comments of one page. https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
const perPage = 100
/** Comments beyond these are not looked through. */
const mostPages = 30
const milliseconds = 20_000

/** The comments of pull requests, which are issues to GitHub. https://docs.github.com/en/rest/issues/comments */
export class GitHub {
  readonly #base: string
  readonly #repository: string
  readonly #token: string

  /** Throws `Refused` where the runner does not say which repository this is. */
  constructor(environment: Environment, token: string) {
    this.#base = environment.GITHUB_API_URL ?? 'https://api.github.com'
    this.#repository = environment.GITHUB_REPOSITORY ?? ''
    this.#token = token
    if (!/^[\w.-]+\/[\w.-]+$/.test(this.#repository)) throw new Refused('GITHUB_REPOSITORY names no repository')
  }

  /** The first comment that begins with a mark and that this token's user wrote: anybody can write the mark. */
  async ownComment(issue: number, mark: string): Promise<Comment | undefined> {
    for (let page = 1; page <= mostPages; page++) {
      const path = `/repos/${this.#repository}/issues/${issue}/comments?per_page=${perPage}&page=${page}`
      const comments = (await this.#ask('GET', path)) as readonly Listed[]
      if (!Array.isArray(comments)) throw new Refused('GitHub gave no list of comments')
      for (const { id, body, user } of comments) {
        if (typeof id !== 'number' || !body?.startsWith(mark)) continue
        if (user?.type === 'Bot' || (await this.#isSelf(user?.login))) return { id, body }
      }
      if (comments.length < perPage) return undefined
    }
    return undefined
  }

  async addComment(issue: number, body: string): Promise<void> {
    await this.#ask('POST', `/repos/${this.#repository}/issues/${issue}/comments`, { body })
  }

  async changeComment(id: number, body: string): Promise<void> {
    await this.#ask('PATCH', `/repos/${this.#repository}/issues/comments/${id}`, { body })
  }

  /** A token of a person can tell whose it is; that of a workflow may not, and writes as a bot. */
  async #isSelf(login: string | undefined): Promise<boolean> {
    try {
      const self = (await this.#ask('GET', '/user')) as { readonly login?: unknown }
      return login !== undefined && self.login === login
    } catch (error) {
      if (error instanceof Refused) return false
      throw error
    }
  }

  async #ask(method: string, path: string, content?: object): Promise<unknown> {
    let response: Response
    try {
      response = await fetch(`${this.#base}${path}`, {
        method,
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${this.#token}`,
          'content-type': 'application/json',
          'user-agent': 'iamgate',
          'x-github-api-version': '2022-11-28',
        },
        signal: AbortSignal.timeout(milliseconds),
        ...(content ? { body: JSON.stringify(content) } : {}),
      })
      // Not what the answer says: only its status is known to hold nothing of the request.
      if (!response.ok) throw new Refused(`GitHub answers ${response.status} to ${method}${hintOf(response.status)}`)
      return await response.json()
    } catch (error) {
      if (error instanceof Refused) throw error
      throw new Refused(`GitHub cannot be reached (${error instanceof Error ? error.name : 'unknown'})`)
    }
  }
}

/** What such an answer mostly means. */
const hintOf = (status: number): string =>
  [401, 403, 404].includes(status) ? ", and it takes 'pull-requests: write', which pull requests of forks have not" : ''

/** As GitHub lists comments, as far as this reads them. */
interface Listed {
  readonly id?: unknown
  readonly body?: string | null
  readonly user?: { readonly login?: string; readonly type?: string } | null
}
