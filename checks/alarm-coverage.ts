import type { IamModel } from '../src/model/iam'
import type { Report } from '../src/model/finding'
import { property, type Resource } from '../src/model/resource'
import { asText, display } from '../src/model/value'
import { literalOf } from './setting'

/** An event of CloudTrail that somebody should be told of. */
export interface WatchedEvent {
  /** What a metric filter's pattern has to mention, as AWS's and CIS's own patterns do; all of them. */
  readonly mentions: readonly RegExp[]
  /** `somebody uses the root user` */
  readonly what: string
}

/**
 * One report where a trail goes to CloudWatch Logs and no metric filter with an alarm watches for the event; none where
 * no trail is declared. https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export function* missingAlarmReports(model: IamModel, event: WatchedEvent): Generator<Report> {
  const trail = model.resources.find((resource) => resource.canonicalType === 'AWS::CloudTrail::Trail')
  if (!trail) return
  const alarmed = new Set(
    model.resources
      .filter((resource) => resource.canonicalType === 'AWS::CloudWatch::Alarm')
      .map((alarm) => literalOf(property(alarm, ['MetricName']))),
  )
  // An alarm whose metric only the deployment knows may be the one.
  if (alarmed.has(undefined)) return
  const watched = model.resources.some(
    (resource) =>
      resource.canonicalType === 'AWS::Logs::MetricFilter' &&
      watches(resource, event) &&
      alarmed.has(metricOf(resource)),
  )
  if (watched) return
  yield {
    at: trail.span,
    resource: trail,
    message: `Nobody is told when ${event.what}: no metric filter with an alarm watches this trail's log group for it.`,
    key: 'alarm',
    fix: { description: 'Add a metric filter to the log group of the trail, and an alarm on its metric.' },
  }
}

function watches(filter: Resource, event: WatchedEvent): boolean {
  const pattern = asText(property(filter, ['FilterPattern'], ['pattern']))
  return pattern !== undefined && event.mentions.every((mention) => mention.test(display(pattern)))
}

const metricOf = (filter: Resource): string | undefined =>
  literalOf(
    property(filter, ['MetricTransformations', 'MetricName']) ?? property(filter, ['metric_transformation', 'name']),
  )
