import { useEffect, useState } from 'react';
import { getFetchClient } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { FilterPreview as Preview } from '../../../server/contracts/access-groups';
import type { FilterGroups } from '../../../server/contracts/filter-operators';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { useSettled } from '../../services/useSettled';
import { useWords } from '../../useWords';
import { ContactSamples } from './ContactSamples';
import { filterErrors } from './filterErrors';

const WAIT = 400;

interface Props {
  groups: FilterGroups;
  /** Of contacts. */
  properties: readonly PropertyDefinition[];
}

/** How many contacts the groups find by now, and some of them; waits while conditions are half typed. */
export function FilterPreview({ groups, properties }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const [found, setFound] = useState<{ of: string; preview: Preview }>();
  const [error, setError] = useState<unknown>();
  const isWhole =
    groups.length > 0 && Object.keys(filterErrors('groups', groups, properties)).length === 0;
  const asked = isWhole ? JSON.stringify(groups) : '';
  const settled = useSettled(asked, WAIT);

  useEffect(() => {
    if (settled === '') return undefined;
    const controller = new AbortController();
    setError(undefined);
    getFetchClient()
      .post<Preview>(
        api('/access-groups/preview'),
        { subject: 'contact', groups: JSON.parse(settled) as FilterGroups },
        { signal: controller.signal },
      )
      .then(({ data }) => !controller.signal.aborted && setFound({ of: settled, preview: data }))
      .catch((problem: unknown) => !controller.signal.aborted && setError(problem));
    return () => controller.abort();
  }, [settled]);

  const words = () => {
    if (!isWhole)
      return t(groups.length === 0 ? 'filterGroups.previewNone' : 'filterGroups.previewHalf');
    if (error) return textOf(error);
    if (found?.of !== asked) return t('filterGroups.previewing');
    const { value, more } = found.preview.count;
    return t(more ? 'filterGroups.previewMore' : 'filterGroups.previewCount', { count: value });
  };
  const sample = isWhole && found?.of === asked ? found.preview.sample : [];

  return (
    <Box background="primary100" hasRadius padding={4}>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography role="status" fontWeight="semiBold" textColor="neutral800">
          {words()}
        </Typography>
        <ContactSamples contacts={sample} />
      </Flex>
    </Box>
  );
}
