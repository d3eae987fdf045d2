import { literal } from '../src/model/value'
import { defineCheck } from './check'

const words =
  /(?:^|[-_.])(?:shared|common|generic|everyone|everybody|team|all-?users|developers|devs|admins|operators)(?:$|[-_.0-9])/i

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html */
export default defineCheck({
  id: 'shared-user-name',
  title: 'User that seems to be several people',
  severity: 'low',
  confidence: 'low',
  on: 'user',
  tags: ['identities'],
  maps: {},
  since: '0.1.0',
  *run(user) {
    const name = literal(user.name)
    if (name === undefined || !words.test(name)) return
    yield {
      at: user.name.span,
      resource: user.resource,
      message: `User '${name}' reads like one for several people: nobody can tell which of them did something, or take it from one of them alone.`,
      subjects: [name],
      key: `shared-user ${name}`,
      fix: { description: 'Give each person an identity of its own, through Identity Center.' },
    }
  },
})
