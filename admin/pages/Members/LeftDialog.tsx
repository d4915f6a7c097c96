import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import type { MemberActionResult } from '../../../server/contracts/members';
import { useWords } from '../../useWords';

/** Whom an action did not fit, each with the reason. */
export function LeftDialog({
  result,
  onClose,
}: {
  result: MemberActionResult;
  onClose: () => void;
}) {
  const t = useWords();
  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('members.leftTitle', { count: result.left.length })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography>{t('members.done', { count: result.done })}</Typography>
            <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
              {result.left.map(({ contact, name, reason }) => (
                <Typography key={contact} tag="li">
                  <b dir="auto">{name || t('members.unknown')}</b>: {reason}
                </Typography>
              ))}
            </Flex>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button onClick={onClose}>{t('members.close')}</Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
