import { useEffect, useRef } from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import {
  SETUP_PARTS,
  type SetupItem,
  type SetupNote,
  type SetupPlan,
} from '../../../server/contracts/setup-files';
import { ChangeList } from '../../components/ChangeList';
import { Pill } from '../../components/Pill';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import { useSaying } from './useSaying';

/** What a file would change: problems first, then part by part each value before and after. */
export function PlanView({ plan, onApply }: { plan: SetupPlan; onApply: () => void }) {
  const t = useWords();
  const { question } = useSaying();
  const { items, problems, warnings, questions } = plan;
  const changed = items.filter(({ state }) => state !== 'same');
  const isGood = problems.length === 0;
  const summary = useRef<HTMLParagraphElement>(null);
  // It stands below a long form: whoever asked for it is led there.
  useEffect(() => summary.current?.focus(), [plan]);
  return (
    <FormSection title={t('setupFiles.differences')}>
      <Typography ref={summary} tag="p" role="status" tabIndex={-1} fontWeight="semiBold">
        {isGood
          ? t('setupFiles.summary', {
              changed: changed.length,
              same: items.length - changed.length,
            })
          : t('setupFiles.problems', { count: problems.length })}
      </Typography>
      <Notes notes={problems} isDanger />
      {warnings.length > 0 && (
        <Box>
          <Typography tag="h3" variant="omega" fontWeight="bold" paddingBottom={2}>
            {t('setupFiles.warnings')}
          </Typography>
          <Notes notes={warnings} />
        </Box>
      )}
      {questions.length > 0 && (
        <Box>
          <Typography tag="h3" variant="omega" fontWeight="bold" paddingBottom={2}>
            {t('setupFiles.questions')}
          </Typography>
          {questions.map((one) => (
            <Typography key={one.place} tag="p">
              {question(one)}
            </Typography>
          ))}
        </Box>
      )}
      {SETUP_PARTS.map((part) => (
        <PartItems key={part} part={part} items={items.filter((item) => item.part === part)} />
      ))}
      {isGood && changed.length > 0 && (
        <div>
          <Button startIcon={<Check />} onClick={onApply}>
            {t('setupFiles.applyNow')}
          </Button>
        </div>
      )}
    </FormSection>
  );
}

function Notes({ notes, isDanger = false }: { notes: SetupNote[]; isDanger?: boolean }) {
  const t = useWords();
  if (notes.length === 0) return null;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
      {notes.map(({ place, name, message }) => (
        <Box
          tag="li"
          key={`${place} ${message}`}
          padding={3}
          hasRadius
          background={isDanger ? 'danger100' : 'neutral100'}
          style={{ overflowWrap: 'anywhere' }}
        >
          <Typography tag="p" variant="pi" fontWeight="semiBold" textColor="neutral800">
            {[name, place].filter(Boolean).join(' · ') || t('setupFiles.wholeFile')}
          </Typography>
          <Typography tag="p" textColor={isDanger ? 'danger700' : 'neutral800'}>
            {message}
          </Typography>
        </Box>
      ))}
    </Flex>
  );
}

function PartItems({ part, items }: { part: SetupItem['part']; items: SetupItem[] }) {
  const t = useWords();
  const saying = useSaying();
  const changed = items.filter(({ state }) => state !== 'same');
  const same = items.length - changed.length;
  if (items.length === 0) return null;
  return (
    <Box tag="section" aria-label={saying.part(part)}>
      <Flex gap={2} alignItems="baseline" wrap="wrap" paddingBottom={2}>
        <Typography tag="h3" variant="omega" fontWeight="bold">
          {saying.part(part)}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {t('setupFiles.counts', { changed: changed.length, same })}
        </Typography>
      </Flex>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {changed.map((item) => (
          <Box
            tag="li"
            key={`${item.place} ${item.orderOf ?? ''}`}
            padding={4}
            hasRadius
            borderColor="neutral200"
          >
            <Flex gap={3} alignItems="center" wrap="wrap">
              <Pill variant={item.state === 'new' ? 'success' : 'secondary'}>
                {t(item.state === 'new' ? 'setupFiles.state.new' : 'setupFiles.state.changed')}
              </Pill>
              <Typography fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
                {saying.item(item)}
              </Typography>
            </Flex>
            {item.state === 'changed' && (
              <Box paddingTop={3}>
                <ChangeList changes={item.changes} />
              </Box>
            )}
          </Box>
        ))}
      </Flex>
    </Box>
  );
}
