import fc from 'fast-check';
import type { FilterGroups } from '../contracts/filter-groups';
import * as z from 'zod/mini';
import { formContent, type FormProperty } from '../contracts/request-forms';
import { contentProblems, shapeOf, snapshotOf } from './request-form-content';
import { conditionCircle, decideForm, fieldName, type ShapeField } from './request-forms';

const NOW = Date.UTC(2026, 10, 25);

const is = (property: string, ...values: string[]) => [
  { conditions: [{ property, operator: 'is-any-of' as const, values }] },
];

const field = (property: string, more: Partial<ShapeField> = {}): ShapeField => ({
  property,
  kind: 'text',
  isRequired: false,
  conditions: [],
  options: [],
  ...more,
});

const yesNo = (property: string, more: Partial<ShapeField> = {}) =>
  field(property, { kind: 'yes-no', ...more });

describe('a form is decided', () => {
  const shape = [
    yesNo('broken', { isRequired: true }),
    field('serial', { isRequired: true, conditions: is('broken', 'yes') }),
    field('colour', {
      kind: 'choice',
      options: [
        { key: 'red', conditions: [] },
        { key: 'blue', conditions: is('broken', 'no') },
      ],
    }),
    field('shade', { conditions: is('colour', 'blue') }),
  ];

  it('with hidden fields neither demanded nor kept', () => {
    const states = decideForm(shape, { broken: ['no'], serial: ['S-1'] }, NOW);
    expect(states.get('serial')).toEqual({ isShown: false, options: [], value: null, problem: '' });
    const shown = decideForm(shape, { broken: ['yes'] }, NOW);
    expect(shown.get('serial')).toMatchObject({ isShown: true, problem: 'required' });
  });

  it('with a hidden option refused, and what hangs on it hidden', () => {
    const states = decideForm(shape, { broken: ['yes'], colour: ['blue'], shade: ['navy'] }, NOW);
    expect(states.get('colour')).toMatchObject({
      options: ['red'],
      problem: 'option',
      value: null,
    });
    expect(states.get('shade')?.isShown).toBe(false);
    const others = decideForm(shape, { broken: ['no'], colour: ['blue'], shade: ['navy'] }, NOW);
    expect(others.get('colour')).toMatchObject({ options: ['red', 'blue'], value: 'blue' });
    expect(others.get('shade')?.value).toBe('navy');
  });

  it('whatever the order of its fields', () => {
    const answers = { broken: ['no'], colour: ['blue'], shade: ['navy'], serial: ['x'] };
    const forwards = decideForm(shape, answers, NOW);
    for (const [property, state] of decideForm([...shape].reverse(), answers, NOW))
      expect([property, state]).toEqual([property, forwards.get(property)]);
  });

  it('with values read by kind, and texts on one line', () => {
    const kinds = [
      field('number', { kind: 'number' }),
      field('date', { kind: 'date' }),
      field('link', { kind: 'link' }),
      field('line'),
      field('files', { kind: 'attachments', isRequired: true }),
    ];
    const states = decideForm(
      kinds,
      { number: ['12,5'], date: ['2026-02-30'], link: ['javascript:1'], line: [' a\r\nb '] },
      NOW,
    );
    expect(
      [...states].map(([property, { value, problem }]) => [property, value ?? problem]),
    ).toEqual([
      ['number', 12.5],
      ['date', 'date'],
      ['link', 'link'],
      ['line', 'a b'],
      ['files', 'required'],
    ]);
  });

  it('the same again when what is hidden is left out (property)', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const conditionsFor = (index: number): fc.Arbitrary<FilterGroups> =>
      index === 0
        ? fc.constant([])
        : fc.array(
            fc.record({
              conditions: fc.array(
                fc.record({
                  property: fc.constantFrom(...names.slice(0, index)),
                  operator: fc.constantFrom('is-any-of' as const, 'is-none-of' as const),
                  values: fc.constantFrom('yes', 'no').map((value) => [value]),
                }),
                { minLength: 1, maxLength: 2 },
              ),
            }),
            { maxLength: 2 },
          );
    const forms = fc.tuple(
      ...names.map((name, index) =>
        fc
          .record({ conditions: conditionsFor(index), isRequired: fc.boolean() })
          .map((more) => yesNo(name, more)),
      ),
    );
    const typed = fc.record(
      Object.fromEntries(
        names.map((name) => [name, fc.constantFrom(['yes'], ['no'], [''], ['x'])]),
      ),
    );
    fc.assert(
      fc.property(forms, typed, (fields, answers) => {
        const first = decideForm(fields, answers, NOW);
        const without = Object.fromEntries(
          names.map((name) => [name, first.get(name)?.isShown ? (answers[name] ?? []) : []]),
        );
        const second = decideForm(fields, without, NOW);
        expect([...second]).toEqual([...first]);
        for (const [, state] of first)
          if (!state.isShown) expect([state.value, state.problem]).toEqual([null, '']);
        expect(conditionCircle(fields)).toEqual([]);
      }),
    );
  });
});

describe('a circle of conditions', () => {
  it('is found with its fields, and its rule ends', () => {
    const circle = [
      yesNo('a', { conditions: is('b', 'yes') }),
      yesNo('b', { conditions: is('c', 'yes') }),
      yesNo('c', { conditions: is('a', 'yes') }),
      yesNo('d', { conditions: is('a', 'yes') }),
    ];
    expect(conditionCircle(circle)).toEqual(['a', 'b', 'c']);
    expect(decideForm(circle, { a: ['yes'], b: ['yes'], c: ['yes'] }, NOW).get('d')?.isShown).toBe(
      false,
    );
    expect(conditionCircle([yesNo('a', { conditions: is('a', 'yes') })])).toEqual(['a']);
    const byOption = [
      field('x', { kind: 'choice', options: [{ key: 'one', conditions: is('y', 'yes') }] }),
      yesNo('y', { conditions: is('x', 'one') }),
    ];
    expect(conditionCircle(byOption)).toEqual(['x', 'y']);
  });
});

describe('a form that somebody wants to publish', () => {
  const property = (key: string, kind: FormProperty['kind'], options: string[] = []) =>
    [
      key,
      {
        key,
        kind,
        isStandard: key === 'subject',
        labels: { en: `The ${key}` },
        helps: {},
        options: options.map((one) => ({ key: one, labels: {}, isArchived: one === 'old' })),
      },
    ] as const;
  const known = {
    properties: new Map<string, FormProperty>([
      property('subject', 'text'),
      property('serial', 'text'),
      property('colour', 'choice', ['red', 'blue', 'old']),
      property('urgent', 'yes-no'),
    ]),
    contactFields: new Map([['vip', { kind: 'yes-no' as const, options: [] }]]),
    inboxes: new Map([['i'.repeat(24), 'p'.repeat(24)]]),
    defaultPipeline: 'p'.repeat(24),
    pipelines: new Map([
      ['p'.repeat(24), ['s'.repeat(24)]],
      ['q'.repeat(24), ['t'.repeat(24)]],
    ]),
  };
  const subject = { property: 'subject', isRequired: true };
  const problems = (content: object, isComplete = true) =>
    Object.fromEntries(
      contentProblems(z.parse(formContent, content), known, isComplete).map(({ path, message }) => [
        path,
        message,
      ]),
    );

  it('has a subject that is always asked for, or set', () => {
    expect(problems({ fields: [] })).toEqual({ fields: expect.stringContaining('Subject') });
    expect(problems({ fields: [] }, false)).toEqual({});
    expect(problems({ fields: [{ property: 'subject' }] })).toHaveProperty(['fields.0.isRequired']);
    expect(problems({ fields: [], sets: { values: { subject: ['Return'] } } })).toEqual({});
    expect(problems({ fields: [subject, { property: 'attachments' }] })).toEqual({});
  });

  it.each([
    ['an unknown property', { property: 'gone' }, 'fields.1.property', /gone is no property/],
    ['a field twice', { property: 'subject' }, 'fields.1.property', /already/],
    [
      'a condition on what is no field',
      { property: 'serial', conditions: is('urgent', 'yes') },
      'fields.1.conditions.0.conditions.0.property',
      /exists/,
    ],
    [
      'a condition on itself',
      { property: 'urgent', conditions: is('urgent', 'yes') },
      'fields.1.conditions',
      /The urgent is shown by its own value/,
    ],
    [
      'an archived option with a condition',
      { property: 'colour', options: [{ key: 'old', conditions: [] }] },
      'fields.1.options.0.key',
      /has no option/,
    ],
    [
      'a default that is no option',
      { property: 'colour', defaultValue: ['green'] },
      'fields.1.defaultValue',
      /The colour/,
    ],
  ])('is refused for %s', (_name, more, path, message) => {
    expect(problems({ fields: [subject, more] })[path]).toMatch(message);
  });

  it('names every field of a circle', () => {
    const fields = [
      subject,
      { property: 'colour', conditions: is('urgent', 'yes') },
      { property: 'urgent', conditions: is('colour', 'red') },
    ];
    expect(problems({ fields })['fields.1.conditions']).toBe(
      'The colour, The urgent show each other in a circle. Change one of their conditions.',
    );
  });

  it.each([
    ['sets.inbox', { inbox: 'x'.repeat(24) }],
    ['sets.pipeline', { pipeline: 'x'.repeat(24) }],
    ['sets.status', { status: 't'.repeat(24) }],
    ['sets.values.gone', { values: { gone: ['x'] } }],
    ['sets.values.colour', { values: { colour: ['green'] } }],
    ['sets.values.subject', { values: { subject: ['both'] } }],
  ])('is refused for what it sets: %s', (path, sets) => {
    expect(Object.keys(problems({ fields: [subject], sets }))).toEqual([path]);
  });

  it('may set a status of another pipeline that it sets, and asks about contacts that exist', () => {
    const sets = { pipeline: 'q'.repeat(24), status: 't'.repeat(24), inbox: 'i'.repeat(24) };
    expect(problems({ fields: [subject], sets, audience: is('vip', 'yes') })).toEqual({});
    expect(problems({ fields: [subject], audience: is('vap', 'yes') })).toHaveProperty([
      'audience.0.conditions.0.property',
    ]);
  });

  it('is kept with its properties, and offers no option that is archived', () => {
    const content = z.parse(formContent, { fields: [subject, { property: 'colour' }] });
    const snapshot = snapshotOf(content, 'returns', [...known.properties.values()]);
    expect(snapshot.properties.map(({ key }) => key)).toEqual(['subject', 'colour']);
    const [, colour] = shapeOf(snapshot.fields, known.properties);
    expect(colour?.options.map(({ key }) => key)).toEqual(['red', 'blue']);
  });
});

it('names fields so that no property takes a name of the page', () => {
  const own = ['subject', 'description', 'attachments'].map(fieldName);
  expect(own).toEqual(['subject', 'body', 'files']);
  for (const key of ['body', 'files', 'form_token', 'email', 'password'])
    expect(fieldName(key)).toBe(`p_${key}`);
});
