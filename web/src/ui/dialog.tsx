import { type ReactNode, useId } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { Button, IconButton, type Kind } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Prose } from './prose.tsx';
import { type Trouble, TroubleNote } from './states.tsx';

const say = words({ effect: ['Điều sẽ xảy ra', 'What will happen'] });

// A sheet over the page; on a phone it rises from the bottom. Escape and the backdrop close it unless work is under way.
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  foot,
  wide,
  busy,
  beside,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
  wide?: boolean;
  busy?: boolean;
  // At the right edge of a desk's screen, so that what it is about stays in sight.
  beside?: boolean;
}) {
  return (
    <ModalOverlay
      className={`shade${beside ? ' shade-beside' : ''}`}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!busy}
      isKeyboardDismissDisabled={busy ?? false}
    >
      <Modal className={`modal${wide ? ' modal-wide' : ''}`}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={common('close')} icon="close" small onPress={onClose} isDisabled={busy ?? false} />
          </header>
          <div className="dialog-body scroll">{children}</div>
          {foot && <footer className="dialog-foot">{foot}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

// An act with legal effect: its consequence in one sentence, asked once. `children` may hold fields (a reason, a PIN).
export function Confirm({
  title,
  consequence,
  verb,
  kind = 'primary',
  icon,
  isOpen,
  onClose,
  onConfirm,
  pending,
  trouble,
  children,
  blocked,
  clause,
  ready,
  beside,
}: {
  title: string;
  consequence: string;
  verb: string;
  kind?: Kind;
  icon?: IconName;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  pending?: boolean;
  trouble?: Trouble | null;
  children?: ReactNode;
  blocked?: boolean;
  clause?: string | undefined;
  // Nothing is left to fill in: Enter does it.
  ready?: boolean;
  beside?: boolean;
}) {
  const form = useId();
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      busy={pending ?? false}
      beside={beside ?? false}
      foot={
        <>
          <Button label={common('cancel')} onPress={onClose} isDisabled={pending ?? false} />
          <Button
            label={verb}
            kind={kind}
            {...(icon ? { icon } : {})}
            type="submit"
            form={form}
            pending={pending ?? false}
            isDisabled={blocked ?? false}
            autoFocus={children === undefined || ready === true}
          />
        </>
      }
    >
      <form
        id={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !blocked) onConfirm();
        }}
      >
        <div className={`effect${kind === 'danger' ? ' effect-danger' : ''}`}>
          <Icon name={kind === 'danger' ? 'alert' : 'info'} />
          <p>
            <span className="unseen">{say('effect')}: </span>
            {consequence}
            {clause && (
              <span className="effect-clause">
                {' '}
                (<Prose text={clause} />)
              </span>
            )}
          </p>
        </div>
        {children}
        {trouble && <TroubleNote trouble={trouble} />}
      </form>
    </Dialog>
  );
}
