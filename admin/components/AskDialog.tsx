import { type ReactNode, useState } from 'react';
import { Box, Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useErrorText } from '../services/errors';
import { useWords } from '../useWords';

interface Props {
  isOpen: boolean;
  title: string;
  /** What will happen, and what is asked. */
  children: ReactNode;
  confirm: string;
  isConfirmable?: boolean;
  isDanger?: boolean;
  /** The dialog closes when it succeeds; a refusal is shown in it. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** A question before something that cannot simply be undone. */
export function AskDialog(props: Props) {
  const { isOpen, isConfirmable = true, isDanger = true, onConfirm, onClose } = props;
  const t = useWords();
  const textOf = useErrorText();
  const [error, setError] = useState('');
  const [isBusy, setIsBusy] = useState(false);

  const close = () => {
    setError('');
    onClose();
  };

  const run = async () => {
    setIsBusy(true);
    setError('');
    try {
      await onConfirm();
      close();
    } catch (problem) {
      setError(textOf(problem));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => !next && close()}>
      <Dialog.Content>
        <Dialog.Header>{props.title}</Dialog.Header>
        <Dialog.Body icon={isDanger ? <WarningCircle fill="danger600" /> : undefined}>
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Box>{props.children}</Box>
            <Box role="alert">
              {error && <Typography textColor="danger600">{error}</Typography>}
            </Box>
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              {t('form.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button
            variant={isDanger ? 'danger-light' : 'default'}
            fullWidth
            loading={isBusy}
            disabled={!isConfirmable}
            onClick={() => void run()}
          >
            {props.confirm}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
