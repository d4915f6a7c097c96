import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';
import type { PortalChoices } from '../../../server/contracts/portals';
import { useWords } from '../../useWords';

type Category = PortalChoices['knowledgeBases'][number]['categories'][number];

interface Props {
  label: string;
  categories: Category[];
  /** Ids of those that show. */
  chosen: string[];
  error: string | undefined;
  isDisabled: boolean;
  onChange: (chosen: string[]) => void;
}

/** Categories below each other. Below one that does not show, none does; so one that shows brings those above it along. */
export function CategoryTree({ label, categories, chosen, error, isDisabled, onChange }: Props) {
  const t = useWords();
  const known = new Set(categories.map(({ id }) => id));
  const childrenOf = (parent: string) =>
    categories.filter((one) => (known.has(one.parent) ? one.parent : '') === parent);
  const below = ({ id }: Category): string[] =>
    childrenOf(id).flatMap((child) => [child.id, ...below(child)]);
  const above = ({ parent }: Category): string[] => {
    const found = categories.find(({ id }) => id === parent);
    return found ? [found.id, ...above(found)] : [];
  };
  const toggle = (category: Category, isChosen: boolean) => {
    const own = [category.id, ...below(category)];
    const others = chosen.filter((id) => known.has(id) && !own.includes(id));
    onChange(isChosen ? [...new Set([...others, ...above(category), ...own])] : others);
  };

  const branch = (parent: string) => (
    <Flex
      tag="ul"
      direction="column"
      alignItems="stretch"
      gap={2}
      aria-label={parent === '' ? label : undefined}
    >
      {childrenOf(parent).map((category) => (
        <Box tag="li" key={category.id} paddingLeft={parent === '' ? 0 : 7}>
          <Box paddingBottom={childrenOf(category.id).length > 0 ? 2 : 0}>
            <Checkbox
              checked={chosen.includes(category.id)}
              disabled={isDisabled}
              onCheckedChange={(isChosen) => toggle(category, isChosen === true)}
            >
              {category.isPublished
                ? category.name
                : t('settings.knowledgeBase.draft', { name: category.name })}
            </Checkbox>
          </Box>
          {childrenOf(category.id).length > 0 && branch(category.id)}
        </Box>
      ))}
    </Flex>
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {branch('')}
      {error && (
        <Typography role="alert" variant="pi" textColor="danger600">
          {error}
        </Typography>
      )}
    </Flex>
  );
}
