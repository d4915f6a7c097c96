import { Box, Button, Flex, IconButton, Typography } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import type { BrandingSettings } from '../../../server/contracts/portal-settings';
import { LanguageFields } from '../../components/LanguageFields';
import { ReorderList } from '../../components/ReorderList';
import { TextField } from '../../components/TextField';
import type { FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';

type Link = BrandingSettings['headerLinks'][number];

interface Props {
  name: 'headerLinks' | 'footerLinks';
  label: string;
  most: number;
  languages: string[];
  links: Link[];
  errors: FieldErrors;
  isDisabled: boolean;
  onChange: (links: Link[]) => void;
}

/** Links of header or footer, in their order, with a text in each language. */
export function BrandLinks(props: Props) {
  const { name, label, most, languages, links, errors, isDisabled, onChange } = props;
  const t = useWords();
  const change = (at: number, link: Partial<Link>) =>
    onChange(links.map((one, index) => (index === at ? { ...one, ...link } : one)));
  const nameOf = (link: Link, index: number) =>
    Object.values(link.labels).find((word) => word !== '') ||
    t('settings.branding.linkNumber', { number: index + 1 });
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography tag="h3" variant="omega" fontWeight="semiBold">
        {label}
      </Typography>
      {links.length > 0 && (
        <ReorderList
          label={label}
          items={links.map((link, index) => ({
            id: String(index),
            name: nameOf(link, index),
            link,
          }))}
          isDisabled={isDisabled}
          onReorder={(items) => onChange(items.map(({ link }) => link))}
          below={({ link }, at) => (
            <Box padding={3}>
              <Flex direction="column" alignItems="stretch" gap={3}>
                <LanguageFields
                  label={t('settings.branding.linkText')}
                  name={`${name}.${at}.labels`}
                  languages={languages}
                  value={link.labels}
                  errors={errors}
                  maxLength={60}
                  isDisabled={isDisabled}
                  onChange={(labels) => change(at, { labels })}
                />
                <TextField
                  name={`${name}.${at}.url`}
                  label={t('settings.branding.linkAddress')}
                  value={link.url}
                  maxLength={500}
                  error={errors[`${name}.${at}.url`]}
                  isDisabled={isDisabled}
                  onChange={(url) => change(at, { url })}
                />
              </Flex>
            </Box>
          )}
        >
          {({ name: linkName }, at) => (
            <Flex justifyContent="space-between" gap={2} flex="1">
              <Typography dir="auto">{linkName}</Typography>
              {!isDisabled && (
                <IconButton
                  variant="ghost"
                  label={t('settings.branding.removeLink', { name: linkName })}
                  onClick={() => onChange(links.filter((_, index) => index !== at))}
                >
                  <Trash />
                </IconButton>
              )}
            </Flex>
          )}
        </ReorderList>
      )}
      {!isDisabled && links.length < most && (
        <div>
          <Button
            variant="tertiary"
            startIcon={<Plus />}
            onClick={() => onChange([...links, { labels: {}, url: '' }])}
          >
            {t(`settings.branding.${name}.add`)}
          </Button>
        </div>
      )}
    </Flex>
  );
}
