import type { Span } from '../../../src/model/source'
import type { Maybe } from './choice'
import { unknown, unknownMany } from './hole'

/** Pseudo parameters, each with what is known of its text. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const patterns: Readonly<Record<string, string | undefined>> = {
  'AWS::AccountId': '????????????',
  'AWS::Partition': 'aws*',
  'AWS::Region': undefined,
  'AWS::StackId': 'arn:*:cloudformation:*:*:stack/*',
  'AWS::StackName': undefined,
  'AWS::URLSuffix': 'amazonaws.com*',
}

/** True for the names that CloudFormation itself defines. */
export function isPseudoParameter(name: string): boolean {
  return name in patterns || name === 'AWS::NoValue' || name === 'AWS::NotificationARNs'
}

/** A pseudo parameter as a hole; `AWS::NoValue` is undefined. */
export function pseudoParameter(name: string, span: Span): Maybe {
  if (name === 'AWS::NoValue') return undefined
  if (name !== 'AWS::NotificationARNs') return unknown(span, 'pseudo-parameter', name, patterns[name])
  const one = unknown(span, 'pseudo-parameter', name, 'arn:*:sns:*')
  return { kind: 'list', items: [unknownMany(one)], span }
}
