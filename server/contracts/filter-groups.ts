import * as z from 'zod/mini';
import { FILTER_OPERATORS } from './filter-operators';

// Apart from the shapes, since the page's script asks the same rule and carries no zod.
export * from './filter-operators';

export const filterCondition = z.object({
  property: z.string().check(z.minLength(1, 'Choose a property.'), z.maxLength(64)),
  operator: z.enum(FILTER_OPERATORS, 'Choose an operator.'),
  values: z
    .array(z.string().check(z.maxLength(191, 'Use at most 191 characters.')))
    .check(z.maxLength(100, 'Use at most 100 values.')),
});

export const filterGroups = z
  .array(
    z.object({
      conditions: z
        .array(filterCondition)
        .check(
          z.minLength(1, 'Add a condition or remove the group.'),
          z.maxLength(20, 'Use at most 20 conditions in a group.'),
        ),
    }),
  )
  .check(z.maxLength(20, 'Use at most 20 groups.'));
