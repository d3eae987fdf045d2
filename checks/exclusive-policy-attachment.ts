import { defineCheck } from './check'
import { nameOfMention } from './describe'

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment says so in its warning. */
export default defineCheck({
  id: 'exclusive-policy-attachment',
  title: 'Attachment that detaches everybody else',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['identities', 'terraform'],
  maps: { tflint: ['aws_iam_policy_attachment_exclusive_attachment'] },
  since: '0.1.0',
  *run(model) {
    const seen = new Set<string>()
    for (const attachment of model.attachments) {
      const { resource } = attachment
      // The `..._exclusive` resources say in their name what they do; this one surprises.
      if (!attachment.exclusive || resource.type !== 'aws_iam_policy_attachment') continue
      if (seen.has(`${resource.scope}|${resource.address}`)) continue
      seen.add(`${resource.scope}|${resource.address}`)
      yield {
        at: resource.span,
        resource,
        message: `aws_iam_policy_attachment detaches '${nameOfMention(attachment.policy)}' from every user, group and role in the account that it does not name, also those of other stacks.`,
        fix: {
          description:
            'Use aws_iam_role_policy_attachment, aws_iam_group_policy_attachment or aws_iam_user_policy_attachment.',
        },
      }
    }
  },
})
