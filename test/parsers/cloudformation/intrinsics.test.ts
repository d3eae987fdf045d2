import { entry } from '../../../src/model/value'
import { load, plain } from './evaluate'
import { base, rows } from './intrinsics.table'

async function evaluated(value: string, parameters: Readonly<Record<string, string>> = {}) {
  const template = `${base}  Subject:\n    Type: Custom::Subject\n    Properties:\n      Value: ${value}\n`
  const { resources } = await load({ 'template.yaml': template }, parameters)
  const subject = resources.find((resource) => resource.address === 'Subject')
  return plain(entry(subject?.properties, 'Value'))
}

test('the table holds at least 120 rows, each with the page that says so', () => {
  expect(rows.length).toBeGreaterThanOrEqual(120)
  for (const row of rows) expect(row.page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/AWSCloudFormation\//)
})

describe.each(
  rows.map((row) => [`${row.value}${row.parameters ? ` with ${JSON.stringify(row.parameters)}` : ''}`, row] as const),
)('%s', (_, row) => {
  test(`becomes ${JSON.stringify(row.becomes)}`, async () => {
    expect(await evaluated(row.value, row.parameters)).toEqual(row.becomes)
  })
})
