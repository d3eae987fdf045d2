import { defineCheck } from './check'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html */
export default defineCheck({
  id: 'access-analyzer-missing',
  title: 'No Access Analyzer',
  severity: 'note',
  confidence: 'low',
  on: 'model',
  tags: ['audit-trail'],
  maps: { cis: ['1.19'], fsbp: ['IAM.28'], kics: ['IAM Access Analyzer Not Enabled'] },
  since: '0.1.0',
  optional: true,
  whole: true,
  *run(model) {
    if (model.resources.some((resource) => resource.canonicalType === 'AWS::AccessAnalyzer::Analyzer')) return
    const [first] = model.resources
    if (!first) return
    yield {
      at: first.span,
      resource: first,
      message: 'No code here creates an IAM Access Analyzer: access from outside goes unnoticed once it is deployed.',
      key: 'access-analyzer',
      fix: { description: 'Create an analyzer of type ORGANIZATION or ACCOUNT in each region in use.' },
    }
  },
})
