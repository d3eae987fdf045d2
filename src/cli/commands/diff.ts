import { isGated } from '../../model/access-diff'
import type { IamModel } from '../../model/iam'
import type { ScanResult } from '../../model/finding'
import type { ScanOptions } from '../../scan/options'
import { modelOf } from '../../scan/scan'
import { accessDiffOf, diffFormatOf, gatesOf, writeDiff } from '../access'
import type { Command } from '../command'
import { UsageError } from '../flags'
import { inputFlags, setUp } from '../setup'
import { wantsColor } from '../terminal'
import { tellTroubles } from './model'

const notes = `Base and head are directories, files or git references:
  iamgate diff old/ new/        two directories
  iamgate diff main             a reference and this directory, from where they parted
  iamgate diff v1.0 v2.0        two commits; a..b and a...b are understood
  iamgate diff plan.json        what a plan (terraform show -json) changes
  iamgate diff model.json .     what changed since iamgate model --format json printed it
Principals are compared by all that they have: order, Sid, formatting and moving a statement
from one policy to another change nothing.`

export const diffCommand: Command = {
  usage: 'diff <base> [head]',
  summary: 'Say what access a change adds, removes, widens and narrows.',
  notes,
  flags: {
    format: { value: 'name', short: 'f', help: 'console (default), json or markdown.' },
    'fail-on-access': {
      value: 'what',
      repeatable: true,
      help: 'Exit 1 when access is: broadened, escalation, public; none by default.',
    },
    ...inputFlags,
  },
  async run(args, terminal) {
    const format = diffFormatOf(args.values.format?.[0] ?? 'console')
    const gates = gatesOf(args.values['fail-on-access'] ?? ['none'])
    const { readOperands } = await import('../../diff/operand')
    const operands = readOperands(args.words, terminal.workingDirectory)
    if (typeof operands === 'string') throw new UsageError(operands)
    const { options } = await setUp({ ...args, words: [] }, terminal, operands.head)
    const base = await sideOf(options, operands.base)
    const head = await sideOf(options, operands.head)
    const diff = await accessDiffOf(base, head, options.trust)
    const colors = wantsColor(terminal, args.values['no-color'] !== undefined)
    terminal.stdout(writeDiff(diff, format, colors))
    const troubles = Math.max(tellTroubles(base.result, terminal), tellTroubles(head.result, terminal))
    if (troubles > 0) return troubles
    return gates.some((gate) => isGated(diff, gate)) ? 1 : 0
  },
}

type Operands = Exclude<ReturnType<typeof import('../../diff/operand').readOperands>, string>

/** One side, read. A side that has nothing of ours is empty: all access came, or went. */
async function sideOf(
  options: ScanOptions,
  { tree, paths, planSide }: Operands['base'],
): Promise<{ model: IamModel; result: ScanResult }> {
  const settings = planSide ? { ...options.settings, planSide } : options.settings
  const { model, result } = await modelOf({ ...options, tree, paths, models: true, settings })
  const diagnostics = result.diagnostics.filter(({ kind }) => kind !== 'nothing-to-scan')
  // Only one state of a plan has its data sources with it: what no policy is made of is left out of both.
  const compared = planSide ? { ...model, policies: model.policies.filter(({ kind }) => kind !== 'document') } : model
  return { model: compared, result: { ...result, diagnostics } }
}
