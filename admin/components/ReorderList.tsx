import { type ReactNode, useState } from 'react';
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { Box, Flex, IconButton, VisuallyHidden } from '@strapi/design-system';
import { ArrowDown, ArrowUp, Drag } from '@strapi/icons';
import { styled } from 'styled-components';
import { useWords } from '../useWords';

interface Item {
  id: string;
  /** Names the entry to screen readers and in announcements. */
  name: string;
}

interface Props<Entry extends Item> {
  label: string;
  items: Entry[];
  isDisabled?: boolean;
  onReorder: (items: Entry[]) => void;
  children: (item: Entry, index: number) => ReactNode;
  /** Under the row, in its whole width, for an entry that is opened. */
  below?: (item: Entry, index: number) => ReactNode;
}

const Grip = styled.button`
  display: inline-flex;
  padding: ${({ theme }) => theme.spaces[2]};
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: none;
  color: ${({ theme }) => theme.colors.neutral600};
  cursor: grab;
  touch-action: none;
`;

/** Beside each other, and on a phone one above the other: what they move needs the width. */
const Moves = styled(Flex)`
  @media (max-width: 520px) {
    flex-direction: column;
  }
`;

/** A list in an order of its own: by drag, by keyboard on the grip, and by Move up and Move down. Each move is said aloud. */
export function ReorderList<Entry extends Item>(props: Props<Entry>) {
  const { label, items, isDisabled, onReorder } = props;
  const t = useWords();
  const [said, setSaid] = useState('');
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const place = (id: string | number) => items.findIndex((item) => item.id === id);
  const words = (id: string | number, position: number) =>
    t('order.moved', { name: items[place(id)]?.name ?? '', position, count: items.length });

  const move = (from: number, to: number) => {
    if (from === to || to < 0 || to >= items.length) return;
    setSaid(words(items[from]?.id ?? '', to + 1));
    onReorder(arrayMove(items, from, to));
  };
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over) move(place(active.id), place(over.id));
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{
        screenReaderInstructions: { draggable: t('order.help') },
        announcements: {
          onDragStart: ({ active }) => words(active.id, place(active.id) + 1),
          onDragOver: ({ active, over }) =>
            over ? words(active.id, place(over.id) + 1) : undefined,
          onDragEnd: ({ active, over }) =>
            over ? words(active.id, place(over.id) + 1) : undefined,
          onDragCancel: ({ active }) => words(active.id, place(active.id) + 1),
        },
      }}
    >
      <SortableContext items={items} strategy={verticalListSortingStrategy}>
        <Flex tag="ol" direction="column" alignItems="stretch" gap={2} aria-label={label}>
          {items.map((item, index) => (
            <SortableItem
              key={item.id}
              item={item}
              isDisabled={isDisabled === true}
              onUp={index > 0 ? () => move(index, index - 1) : undefined}
              onDown={index < items.length - 1 ? () => move(index, index + 1) : undefined}
              below={props.below?.(item, index)}
            >
              {props.children(item, index)}
            </SortableItem>
          ))}
        </Flex>
      </SortableContext>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </DndContext>
  );
}

interface SortableItemProps {
  item: Item;
  isDisabled: boolean;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  children: ReactNode;
  below: ReactNode;
}

function SortableItem({ item, isDisabled, onUp, onDown, children, below }: SortableItemProps) {
  const t = useWords();
  const sortable = useSortable({ id: item.id, disabled: isDisabled });
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = sortable;
  const style = {
    transform: CSS.Transform.toString(sortable.transform),
    transition: sortable.transition,
    zIndex: isDragging ? 1 : undefined,
    position: 'relative' as const,
  };
  return (
    <Box
      ref={setNodeRef}
      tag="li"
      style={style}
      background="neutral0"
      borderColor={isDragging ? 'primary600' : 'neutral200'}
      hasRadius
    >
      <Flex gap={2} padding={2} alignItems="flex-start">
        {!isDisabled && (
          <Grip
            ref={setActivatorNodeRef}
            type="button"
            {...attributes}
            {...listeners}
            aria-label={t('order.drag', { name: item.name })}
          >
            <Drag aria-hidden />
          </Grip>
        )}
        <Box flex="1" minWidth={0}>
          {children}
        </Box>
        {!isDisabled && (
          <Moves gap={1}>
            <IconButton
              type="button"
              variant="ghost"
              label={t('order.up', { name: item.name })}
              disabled={!onUp}
              onClick={onUp}
            >
              <ArrowUp />
            </IconButton>
            <IconButton
              type="button"
              variant="ghost"
              label={t('order.down', { name: item.name })}
              disabled={!onDown}
              onClick={onDown}
            >
              <ArrowDown />
            </IconButton>
          </Moves>
        )}
      </Flex>
      {below}
    </Box>
  );
}
