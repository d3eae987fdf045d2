/**
 * Accounts that AWS's own services use in resource policies of the older kind, from
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html,
 * https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html and AWS CloudTrail's former list of accounts.
 */
const accounts: Readonly<Record<string, string>> = {
  'Elastic Load Balancing':
    '127311923021 033677994240 027434742980 797873946194 098369216593 754344448648 589379963580 718504428378 ' +
    '383597477331 600734575887 114774131450 783225319266 582318560864 985666609251 054676820928 156460612806 ' +
    '652711504416 635631232127 009996457667 897822967062 076674570225 507241528517 048591011584 190560391635 ' +
    '638102146993 037604701340',
  'AWS CloudTrail':
    '086441151436 475085895292 388731089494 113285607260 819402241893 977081816279 492519147666 903692715234 ' +
    '284668455005 216624486486 035351147821 859597730677 282025262664 262312530599 814480443879',
  'Amazon Redshift':
    '193672423079 391106570357 262260360010 902366379725 865932855811 760740231472 361669875840 762762565011 ' +
    '404641285394 907379612154 053454850223 210876761215 307160386991 915173422425 075028567923',
}

const owners = new Map(
  Object.entries(accounts).flatMap(([name, ids]) => ids.split(' ').map((id) => [id, name] as const)),
)

/** The AWS service whose account this is, by its twelve digits; undefined for any other account. */
export function serviceOfAccount(account: string): string | undefined {
  return owners.get(account)
}
