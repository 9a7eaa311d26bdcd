// Writes src/api/schema.ts from spec/openapi.yaml: one TypeScript type for each schema, in their order.
// With --check it writes nothing and fails when the file is not what the description says.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: string[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  description?: string;
};

const source = new URL('../../spec/openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.ts', import.meta.url);

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'unknown';
  if (schema.oneOf) return schema.oneOf.map((one) => typeOf(one, indent)).join(' | ');
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array': {
      const item = typeOf(schema.items ?? {}, indent);
      return /[|{]/.test(item) ? `Array<${item}>` : `${item}[]`;
    }
    case 'object':
      return objectType(schema, indent);
    default:
      return 'unknown';
  }
}

function objectType(schema: Schema, indent: string): string {
  if (!schema.properties) {
    const more = schema.additionalProperties;
    return `Record<string, ${typeof more === 'object' ? typeOf(more, indent) : 'unknown'}>`;
  }
  const lines = Object.entries(schema.properties).map(([name, property]) => {
    const mark = schema.required?.includes(name) ? '' : '?';
    const note = property.description ? `${indent}  // ${property.description.replace(/\s+/g, ' ').trim()}\n` : '';
    return `${note}${indent}  ${name}${mark}: ${typeOf(property, `${indent}  `)};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

const description = parse(readFileSync(source, 'utf8')) as { components: { schemas: Record<string, Schema> } };
const types = Object.entries(description.components.schemas).map(
  ([name, schema]) => `export type ${name} = ${typeOf(schema, '')};`,
);
const text = `// Written by dev/types.ts from spec/openapi.yaml; do not edit.\n\n${types.join('\n\n')}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/schema.ts is not what spec/openapi.yaml says: run "npm run types".');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
