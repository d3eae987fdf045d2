import { configuration, type Member, type Shape } from './description'

/** The published JSON schema of `.iamgate.yml` (2020-12), from the same description that validates it. */
export function configurationSchema(checkIds: readonly string[]): Record<string, unknown> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'iamgate configuration',
    description: 'Settings of iamgate, read from .iamgate.yml or .github/.iamgate.yml, searched upward.',
    ...membersSchema(configuration, checkIds),
  }
}

function membersSchema(
  members: Readonly<Record<string, Member>>,
  checkIds: readonly string[],
): Record<string, unknown> {
  const required = Object.entries(members).flatMap(([name, member]) => (member.required ? [name] : []))
  const properties = Object.entries(members).map(([name, member]) => [
    name,
    { description: member.description, ...shapeSchema(member.shape, checkIds) },
  ])
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties),
  }
}

function shapeSchema(shape: Shape, checkIds: readonly string[]): Record<string, unknown> {
  switch (shape.kind) {
    case 'text':
      if (shape.choices) return { enum: shape.choices }
      // YAML reads digits as a number, and the validator takes its characters.
      return shape.pattern
        ? { type: ['string', 'integer'], pattern: shape.pattern.source }
        : { type: ['string', 'number', 'boolean'] }
    case 'flag':
      return { type: 'boolean' }
    case 'list':
      return { type: 'array', items: shapeSchema(shape.of, checkIds) }
    case 'map': {
      const names = shape.keys ? { propertyNames: { enum: checkIds } } : {}
      return { type: 'object', additionalProperties: shapeSchema(shape.of, checkIds), ...names }
    }
    case 'object':
      return membersSchema(shape.members, checkIds)
    case 'either':
      return { anyOf: shape.of.map((one) => shapeSchema(one, checkIds)) }
  }
}
