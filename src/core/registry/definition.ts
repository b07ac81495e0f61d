import { KindGuard, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { Ajv } from 'ajv';
import type { IntoneError } from '../errors/entry.js';
import { PLUGIN_INVALID } from '../errors/plugins.js';
import { nearest } from '../text/nearest.js';
import { messageOf } from '../text/words.js';
import { isKind, KIND_NAMES } from './kinds.js';
import { CACHED_KINDS, type Plugin } from './plugin.js';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Something that may be meant as a plugin: enough of one to say what is wrong with it. */
export function looksLikePlugin(value: unknown): value is Plugin {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'name' in value && 'create' in value
  );
}

/** Everything that is wrong with a plugin's declaration. */
export function definitionErrors(plugin: Plugin, source: string): IntoneError[] {
  const errors: IntoneError[] = [];
  const invalid = (problem: string, allowed: string, near?: string): void => {
    errors.push(PLUGIN_INVALID({ plugin: `'${plugin.name}'`, source, problem, allowed, nearest: near }));
  };
  const kind: unknown = plugin.kind;
  if (!isKind(kind)) {
    invalid(`its kind is '${String(kind)}'`, KIND_NAMES.join(', '), nearest(String(kind), KIND_NAMES));
  }
  if (typeof plugin.name !== 'string' || !NAME.test(plugin.name)) {
    invalid(`its name is '${plugin.name}'`, 'lower-case words joined by hyphens, e.g. my-feature');
  }
  if (typeof plugin.summary !== 'string' || plugin.summary.trim() === '') {
    invalid('it has no summary', 'one sentence that says what it does');
  }
  if (typeof plugin.create !== 'function') {
    invalid('its create is not a function', 'a function that takes the options and the context');
  }
  const pure: unknown = plugin.pure ?? false;
  if (typeof pure !== 'boolean') {
    invalid(`its pure is '${String(pure)}'`, 'true or false');
  } else if (pure && !CACHED_KINDS.some((cached) => cached === kind)) {
    invalid('it is declared pure, and its kind is not one whose numbers are cached', CACHED_KINDS.join(', '));
  }
  if (!KindGuard.IsObject(plugin.options)) {
    invalid('its options are not a TypeBox object', 'Type.Object({ … }); without options, Type.Object({})');
    return errors;
  }
  const broken = schemaProblem(plugin.options);
  if (broken !== undefined) {
    invalid(`its options are no JSON Schema: ${broken}`, 'what TypeBox makes');
    return errors;
  }
  for (const [option, schema] of Object.entries(plugin.options.properties)) {
    const problem = optionProblem(option, schema);
    if (problem !== undefined) invalid(problem.problem, problem.allowed);
  }
  return errors;
}

function schemaProblem(schema: TSchema): string | undefined {
  try {
    new Ajv({ strict: false }).compile(schema);
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function optionProblem(option: string, schema: TSchema): { problem: string; allowed: string } | undefined {
  if (option === 'use') {
    return { problem: "an option is called 'use'", allowed: "any other name; 'use' names the plugin" };
  }
  if (schema.description === undefined || schema.description.trim() === '') {
    return {
      problem: `the option '${option}' has no description`,
      allowed: 'a sentence, with the unit in it',
    };
  }
  // A map may leave its members to their own defaults.
  const complete = Value.Default(schema, Value.Clone(schema.default));
  if (Object.hasOwn(schema, 'default') && !Value.Check(schema, complete)) {
    return {
      problem: `the default of the option '${option}' does not satisfy its own schema`,
      allowed: 'a default that a user could write',
    };
  }
  return undefined;
}
