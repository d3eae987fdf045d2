import { checks } from '../../../checks/index'
import { pageUrl } from '../../report/options'
import { ignoreCheckIds, ignoreCheckText } from '../../scan/ignore-checks'
import { checkNamed } from '../../scan/select-checks'
import { didYouMean } from '../../scan/suggest'
import type { Command } from '../command'
import { UsageError } from '../flags'
import { loadPages } from '../pages'

const known = [...checks.map((check) => check.id), ...ignoreCheckIds]

export const explainCommand: Command = {
  usage: 'explain <check>',
  summary: 'Show the page of a check: why, how to fix it, when it is fine.',
  flags: {},
  async run(args, terminal) {
    const [word, ...more] = args.words
    if (word === undefined || more.length > 0)
      throw new UsageError('explain takes one check. iamgate checks lists them.')
    const check = checkNamed(checks, word)
    if (!check && ignoreCheckIds.includes(word)) {
      terminal.stdout(`# ${word}\n\n${ignoreCheckText(word)}\n\n${pageUrl(word)}\n`)
      return 0
    }
    if (!check) throw new UsageError(`there is no check ${word}.${didYouMean(word, known)}`)
    const maps = Object.entries(check.maps).map(([source, names]) => `${source} ${names.join(', ')}`)
    const facts = [`${check.severity}, ${check.confidence} confidence`, check.optional ? 'optional' : '', ...maps]
    terminal.stdout(
      `# ${check.id}: ${check.title}\n\n${facts.filter(Boolean).join(' · ')}\n\n${loadPages()[check.id] ?? ''}`,
    )
    return 0
  },
}
