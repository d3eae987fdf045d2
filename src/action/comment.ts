import { cutMarkdown } from './cut'
import { type Environment, eventOf, input, inputChoice } from './inputs'
import { GitHub, Refused } from './github'

/** GitHub takes 65,536 characters. https://docs.github.com/en/rest/issues/comments#create-an-issue-comment */
const longest = 60_000

/** What there is to say. */
export interface Said {
  readonly text: string
  /** Whether anything is new: findings, or access. */
  readonly isNews: boolean
}

/**
 * Keeps one comment on the pull request: `true` always, `changes` while there is something to say; then the comment of
 * an earlier run is told to be settled. Whatever GitHub refuses is a notice: a pull request of a fork has a token that
 * may not write, and that is no failure. Writes workflow commands through `notice`; says nothing of the token.
 */
export async function keepComment(
  environment: Environment,
  category: string,
  said: Said | undefined,
  notice: (message: string) => void,
): Promise<void> {
  const wanted = inputChoice(environment, 'comment', ['true', 'changes', 'false'])
  if (wanted === undefined || wanted === 'false' || !said) return
  const number = eventOf(environment).pull_request?.number
  if (typeof number !== 'number') return
  const token = input(environment, 'github-token')
  if (token === undefined) {
    notice("Input 'comment' needs 'github-token', so that there is no comment on the pull request.")
    return
  }
  try {
    await put(new GitHub(environment, token), number, category, { ...said, isWanted: said.isNews || wanted === 'true' })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    notice(`There is no comment on the pull request: ${error.message}.`)
  }
}

async function put(
  github: GitHub,
  number: number,
  category: string,
  { text, isWanted }: Said & { readonly isWanted: boolean },
): Promise<void> {
  const mark = markOf(category)
  const earlier = await github.ownComment(number, mark)
  if (!earlier && !isWanted) return
  const body = bodyOf(mark, isWanted ? text : settled)
  if (!earlier) await github.addComment(number, body)
  else if (earlier.body !== body) await github.changeComment(earlier.id, body)
}

const settled =
  '## iamgate: nothing to say any more ✅\n\nThis pull request changes no access now, and has no new findings.\n'

const cutNote = '_Cut here: a comment holds no more. The job summary and the SARIF file have the rest._'

/** Invisible in the comment. A hyphen could end it, and nothing else of a category could be taken for another. */
function markOf(category: string): string {
  return `<!-- iamgate:${encodeURIComponent(category).replaceAll('-', '%2D')} -->`
}

function bodyOf(mark: string, text: string): string {
  return cutMarkdown(`${mark}\n${text}`, longest, cutNote)
}
