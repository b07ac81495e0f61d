import { Type, type Static } from '@sinclair/typebox';

/** Version of the document; it changes when a reader of the older one would misread the newer. */
export const FAMILY_FORMAT = 1;

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const MemberSchema = Type.Object({
  number: Type.Integer({ description: 'Counts from 1.' }),
  config: Type.String({ description: 'YAML file of the experiment.' }),
  overrides: Type.Array(Type.String(), { description: 'As after `--set`.' }),
  settings: Type.Record(Type.String(), Type.String(), {
    description: 'What it differs in from the others: axis → value.',
  }),
  experiment: Type.String({ description: 'Hash of the resolved experiment.' }),
  rows: Type.String({ description: 'Hash of what the rows of its clips are made of.' }),
  run: nullable(Type.String({ description: 'Its run directory, by name; null before it was begun.' })),
  error: nullable(
    Type.Object(
      { code: Type.String(), exit: Type.Integer(), message: Type.String() },
      { description: 'What it failed with when it was last tried.' },
    ),
  ),
});
export type FamilyMember = Static<typeof MemberSchema>;

/** `family.json`: the members of a family and where their runs are. How far each is, its run says. */
export const FamilySchema = Type.Object({
  format: Type.Literal(FAMILY_FORMAT),
  name: Type.String({ description: "The family's, which is its folder's." }),
  created: Type.String({ description: 'ISO 8601, UTC.' }),
  configs: Type.Array(Type.String()),
  validationOnly: Type.Optional(Type.Literal(true, { description: 'No member opens its held-out part.' })),
  jobs: Type.Optional(Type.Integer({ minimum: 1, description: 'Members at once, as it was begun.' })),
  threads: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Threads of each member, as it was begun: on some backends results depend on them.',
    }),
  ),
  axes: Type.Array(Type.String(), { description: 'What members differ in; the last one changes first.' }),
  members: Type.Array(MemberSchema),
});
export type FamilyDocument = Static<typeof FamilySchema>;
