import { Accordion, Box, Flex, Typography } from '@strapi/design-system';
import type { ActivityView } from '../../../server/contracts/tickets';
import { RelativeTime } from '../../components/RelativeTime';
import { useWords } from '../../useWords';
import { useActivitySentence, useChangeSentences } from './activityWords';

export function Timeline({ entries }: { entries: ActivityView[] }) {
  const t = useWords();
  if (entries.length === 0) return null;
  return (
    <Accordion.Root>
      <Accordion.Item value="timeline">
        <Accordion.Header>
          <Accordion.Trigger>{t('timeline.title', { count: entries.length })}</Accordion.Trigger>
        </Accordion.Header>
        <Accordion.Content>
          <Flex
            tag="ol"
            direction="column"
            alignItems="stretch"
            gap={3}
            padding={4}
            background="neutral0"
          >
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </Flex>
        </Accordion.Content>
      </Accordion.Item>
    </Accordion.Root>
  );
}

function Entry({ entry }: { entry: ActivityView }) {
  const sentence = useActivitySentence();
  const changes = useChangeSentences();
  return (
    <li>
      <Flex gap={2} wrap="wrap" alignItems="baseline">
        <Typography textColor="neutral800">{sentence(entry)}</Typography>
        <Typography variant="pi" textColor="neutral600">
          <RelativeTime at={entry.occurredAt} />
        </Typography>
      </Flex>
      {changes(entry).map((change) => (
        <Box key={change} paddingTop={1}>
          <Typography variant="pi" textColor="neutral600">
            {change}
          </Typography>
        </Box>
      ))}
    </li>
  );
}
