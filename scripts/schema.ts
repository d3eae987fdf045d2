import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../checks/index'
import { configurationSchema } from '../src/scan/config/json-schema'
import { ignoreCheckIds } from '../src/scan/ignore-checks'

/** Writes docs/iamgate.schema.json: `node scripts/run.cjs scripts/schema.ts`. */
const ids = [...checks.map((check) => check.id), ...ignoreCheckIds]
const file = join(__dirname, '..', 'docs', 'iamgate.schema.json')
writeFileSync(file, `${JSON.stringify(configurationSchema(ids), null, 2)}\n`)
