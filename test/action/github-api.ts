import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StoredComment {
  readonly id: number
  body: string
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' } | null
}

/** One request that came. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly token: string
}

/**
 * GitHub's API of comments, as far as it is documented: pages of at most 100, `Bearer` tokens, 403 for a token that may
 * only read. https://docs.github.com/en/rest/issues/comments, https://docs.github.com/en/rest/users/users
 */
export class GitHubApi {
  readonly comments: StoredComment[] = []
  readonly asked: Asked[] = []
  /** What it answers instead, by method. */
  readonly refusals: Record<string, number> = {}
  /** Whose token it is, where a token can tell. */
  self: string | undefined
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async start(): Promise<GitHubApi> {
    const api = new GitHubApi()
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve))
    return api
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** A comment of somebody, as if written before. */
  store(body: string, login = 'github-actions[bot]', type: 'Bot' | 'User' = 'Bot'): StoredComment {
    const comment = { id: 1000 + this.comments.length, body, user: { login, type } }
    this.comments.push(comment)
    return comment
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const method = request.method ?? ''
    this.asked.push({ method, path: url.pathname + url.search, token: request.headers.authorization ?? '' })
    let text = ''
    for await (const part of request) text += String(part)
    const [status, body] = this.#handle(method, url, text)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }

  #handle(method: string, url: URL, text: string): [number, unknown] {
    const refusal = this.refusals[method]
    if (refusal !== undefined) return [refusal, { message: 'Resource not accessible by integration' }]
    if (method === 'GET' && url.pathname === '/user') {
      return this.self === undefined ? [403, { message: 'no' }] : [200, { login: this.self }]
    }
    if (method === 'GET' && url.pathname === '/repos/octo/infra/issues/7/comments') {
      const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
      const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size
      return [200, this.comments.slice(from, from + size)]
    }
    const body = (): string => (JSON.parse(text) as { body: string }).body
    if (method === 'POST' && url.pathname === '/repos/octo/infra/issues/7/comments') {
      return body().length > 65_536 ? [422, { message: 'too long' }] : [201, this.store(body())]
    }
    const id = Number(/^\/repos\/octo\/infra\/issues\/comments\/(\d+)$/.exec(url.pathname)?.[1])
    const found = this.comments.find((comment) => comment.id === id)
    if (method !== 'PATCH' || !found) return [404, { message: 'Not Found' }]
    found.body = body()
    return [200, found]
  }
}
